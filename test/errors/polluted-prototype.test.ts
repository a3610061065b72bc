import { errorHandler, HttpError } from "express-backstop";
import { expect, it } from "vitest";
import { pollute } from "../support/pollute.ts";

it.each([
  ["code", "planted_code"],
  ["title", "planted"],
  ["typeBase", "planted"],
  ["type", "https://planted.example/"],
  ["instance", "planted"],
  ["expose", false],
  ["headers", { planted: "1" }],
  ["errors", ["planted"]],
  ["errorCount", 7],
  ["extensions", { planted: 1 }],
  ["context", { planted: 1 }],
  ["cause", "planted"],
])(
  "an error takes no %s from a polluted Object.prototype, and keeps one of its own",
  (name, planted) => {
    const [without, own] = polluted(name, planted, () => [
      new HttpError(404, "No such article.", {}),
      new HttpError(404, "No such article.", { [name]: planted }),
    ]);

    expect(members(without)).toEqual({
      status: 404,
      code: "not_found",
      title: "Not found",
      expose: true,
    });
    expect(own).toMatchObject({ [name]: planted });
  },
);

it("takes no stack option from a polluted Object.prototype", () => {
  const error = polluted("stack", false, () => new HttpError(500));

  expect(error.stack).toContain("polluted-prototype.test.ts");
});

it("takes nothing planted for an option", () => {
  const make = (): unknown => polluted("debug", "planted", () => errorHandler({ reporter: false }));

  expect(make).not.toThrow();
});

function members(error: object | undefined): object {
  return { ...error };
}

/** Runs something while every object has one member more. */
function polluted<Result>(name: string, value: unknown, run: () => Result): Result {
  pollute(name, value);
  try {
    return run();
  } finally {
    delete (Object.prototype as Record<string, unknown>)[name];
  }
}
