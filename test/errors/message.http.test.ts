import {
  HttpError,
  NotFoundError,
  ServiceUnavailableError,
  ValidationError,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

// Only JavaScript can write these; the types refuse them.
const NotFound = NotFoundError as unknown as new (message: unknown) => HttpError;
const Unavailable = ServiceUnavailableError as unknown as new (...args: unknown[]) => HttpError;
const Invalid = ValidationError as unknown as new (...args: unknown[]) => HttpError;

describe.each(expresses)("a message that is not a string, on %s", (_name, express) => {
  // fault: message-not-text
  it.each<[what: string, title: string, create: () => HttpError]>([
    ["an object", "Not found", () => new NotFound({ id: "secret" })],
    ["an array", "Not found", () => new NotFound(["secret"])],
    ["null", "Not found", () => new NotFound(null)],
    ["a number", "Not found", () => new NotFound(7)],
    ["a symbol", "Not found", () => new NotFound(Symbol("secret"))],
    ["an error", "Not found", () => new NotFound(new Error("secret"))],
    [
      "an object, for a 5xx that speaks",
      "Service unavailable",
      () => new Unavailable({ a: 1 }, { expose: true }),
    ],
    [
      "an object, of a ValidationError",
      "Validation failed",
      () => new Invalid([], { message: { a: 1 } }),
    ],
  ])(
    "is replaced by the title where it is %s, and the record says so",
    async (_what, title, create) => {
      await using server = await serve(
        (app) =>
          app.get("/", () => {
            throw create();
          }),
        { express },
      );

      const { text, ...response } = await server.api.get("/");

      expect(problem({ ...response, text } as never)).toMatchObject({ title });
      expect(JSON.parse(text)).not.toHaveProperty("detail");
      expect(text).not.toMatch(/object|secret|null/);
      expect(server.records).toMatchObject([
        {
          alsoFailed: [
            { name: "TypeError", message: expect.stringContaining("message must be a string") },
          ],
        },
      ]);
      expect(JSON.stringify(server.records)).not.toContain("secret");
    },
  );
});

it("has no failures where it is a string or absent", () => {
  for (const error of [
    new NotFoundError("No such article."),
    new NotFoundError(),
    new NotFoundError(""),
  ]) {
    expect(error).not.toHaveProperty("failures");
  }
});
