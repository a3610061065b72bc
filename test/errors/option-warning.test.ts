import { readFile } from "node:fs/promises";
import {
  ContentTooLargeError,
  errorHandler,
  HttpError,
  type HttpErrorOptions,
  InternalServerError,
  NotFoundError,
  UnauthorizedError,
  ValidationError,
} from "express-backstop";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { optionCheck } from "../../src/errors/option-check.ts";

// Only JavaScript can write most of these; the types refuse them.
const wrong = (options: unknown) => options as HttpErrorOptions;
const warned = vi.fn<typeof process.emitWarning>();

beforeAll(async () => {
  errorHandler({ reporter: false });
  await vi.waitUntil(() => optionCheck.warn !== undefined);
});

beforeEach(() => {
  vi.spyOn(process, "emitWarning").mockImplementation(warned);
});

afterEach(() => {
  vi.restoreAllMocks();
  warned.mockReset();
});

// fault: misspelled-option
it.each<[string, () => HttpError, string]>([
  [
    "a misspelled name",
    () => new NotFoundError("No.", wrong({ contxt: { id: 7 } })),
    'NotFoundError: unknown option "contxt". Write one of code, title, ',
  ],
  [
    "the name of a member of the problem",
    () => new InternalServerError("No.", wrong({ detail: "No." })),
    'InternalServerError: unknown option "detail". Write one of ',
  ],
  [
    "a status",
    () => new HttpError(404, "No.", wrong({ status: 410 })),
    'HttpError: unknown option "status"',
  ],
  [
    "a code in place of the options",
    () => new ContentTooLargeError("No.", wrong("upload_too_large")),
    'ContentTooLargeError: options must be an object, got "upload_too_large".',
  ],
  [
    "a text as expose",
    () => new InternalServerError("No.", wrong({ expose: "false" })),
    'InternalServerError: expose must be true or false, got "false".',
  ],
  [
    "Headers",
    () => new NotFoundError("No.", wrong({ headers: new Headers() })),
    "NotFoundError: headers must be an object with members, got a value of type object.",
  ],
  [
    "a list as extensions",
    () => new NotFoundError("No.", wrong({ extensions: ["a"] })),
    'NotFoundError: extensions must be an object with members, got ["a"].',
  ],
  [
    "a text as context",
    () => new UnauthorizedError("Bearer", "No.", wrong({ context: "why" })),
    'UnauthorizedError: context must be an object with members, got "why".',
  ],
  [
    "a title that is a number",
    () => new NotFoundError("No.", wrong({ title: 7 })),
    "NotFoundError: title must be a string, got 7.",
  ],
  [
    "a long text as context, which is cut",
    () => new NotFoundError("No.", wrong({ context: "x".repeat(10_000) })),
    `NotFoundError: context must be an object with members, got "${"x".repeat(400)}`,
  ],
  [
    "fields without a place",
    () => new ValidationError([{ code: "taken", detail: "is taken" }] as never),
    "ValidationError: errors must be an array of fields with in, pointer, code and detail, got [",
  ],
  [
    "one field without a place",
    () =>
      new ValidationError([
        { in: "body", pointer: "#/a", code: "taken", detail: "is taken" },
        { code: "old", detail: "is old" },
      ] as never),
    "ValidationError: errors must be an array of fields with in, pointer, code and detail, got [",
  ],
  [
    "an unknown option of ValidationError",
    () => new ValidationError([], wrong({ cod: "taken" })),
    'ValidationError: unknown option "cod". Write one of ',
  ],
])("warns, once, of %s", (_what, create, warning) => {
  const [first] = [create(), create()];

  expect(first.status).toBeGreaterThanOrEqual(400);
  expect(warned.mock.calls).toEqual([
    [expect.stringContaining(warning), { code: "BACKSTOP_ERROR_OPTION" }],
  ]);
  expect(warned.mock.calls[0]?.[0].toString().length).toBeLessThan(900);
});

it("names the line, where the error has a stack", () => {
  expect(new NotFoundError("No.", wrong({ detial: "No.", stack: true })).stack).toBeDefined();

  expect(warned.mock.calls[0]?.[0]).toMatch(
    /The error was created at .*option-warning\.test\.ts:\d+/,
  );
});

it("names no line, where the error has none", () => {
  expect(new NotFoundError("No.", wrong({ dtail: "No.", stack: false })).status).toBe(404);

  expect(warned.mock.calls[0]?.[0]).toMatch(/Write one of [\w, ]+\.$/);
});

it("does not warn of options that are right, nor of those that an app's own class adds", () => {
  class OutOfCredit extends HttpError {
    constructor(options: HttpErrorOptions & { readonly balance: number }) {
      super(402, "You have no credit left.", options);
    }
  }
  const field = { in: "body", pointer: "#/a", code: "taken", detail: "is taken" } as const;

  const errors = [
    new OutOfCredit({ balance: 7 }),
    new NotFoundError("No.", new Error("why") as never),
    new UnauthorizedError("Bearer", "No.", { headers: { "X-A": 1 }, context: { a: 1 } }),
    new ValidationError([field], { message: "Taken.", code: "taken", cause: 1, expose: true }),
    new HttpError(409, "No.", {
      title: "A",
      typeBase: "/p/",
      type: "https://example.com/a",
      instance: "/a/7",
      errors: [field],
      errorCount: 2,
      extensions: { a: 1 },
      stack: false,
      cause: undefined,
    }),
  ];

  expect(errors).toHaveLength(5);
  expect(warned).not.toHaveBeenCalled();
});

it("does not warn where a getter of the options throws later", () => {
  let reads = 0;
  const options = {
    get code() {
      reads += 1;
      if (reads > 1) throw new Error("secret");
      return "taken";
    },
  };

  expect(new NotFoundError("No.", options).code).toBe("taken");
  expect(warned).not.toHaveBeenCalled();
});

it("knows the options that are documented, and no others", async () => {
  const page = await readFile("docs/throwing-errors.md", "utf8");
  const table = /Options \(`HttpErrorOptions`\):\n\n(?<rows>(?:\|.*\n)+)/.exec(page)?.groups?.[
    "rows"
  ];
  const documented = [...(table ?? "").matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);

  expect(new NotFoundError("No.", wrong({ unknown: 1 })).status).toBe(404);

  const [, known = ""] =
    /Write one of (.*?)\.(?: The|$)/.exec(String(warned.mock.calls[0]?.[0])) ?? [];
  expect(new Set(known.split(", "))).toEqual(new Set(["cause", ...documented]));
});

it("warns of at most 100 mistakes in one process", () => {
  const errors = Array.from(
    { length: 150 },
    (_, index) => new NotFoundError("No.", wrong({ [`unknown_${index}`]: 1 })),
  );

  expect(errors).toHaveLength(150);
  expect(warned.mock.calls.length).toBeGreaterThan(50);
  expect(warned.mock.calls.length).toBeLessThanOrEqual(100);
});
