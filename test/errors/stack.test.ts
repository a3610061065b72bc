import { execFileSync } from "node:child_process";
import { HttpError, NotFoundError, defineErrors } from "express-backstop";
import { afterEach, describe, expect, it } from "vitest";

const frame = /\n\s+at /;

/** Runs code in a process of its own, which looks the environment up anew; gives what it prints. */
function run(code: string, env: NodeJS.ProcessEnv): string {
  const imported = `import { HttpError, NotFoundError, defineErrors } from "express-backstop";`;
  return execFileSync(
    process.execPath,
    [
      "--import",
      "tsx",
      "--conditions=express-backstop/source",
      "--input-type=module",
      "--eval",
      `${imported}\n${code}`,
    ],
    { env: { ...process.env, NODE_OPTIONS: "", ...env }, encoding: "utf8" },
  ).trim();
}

const errors = `
  const errors = defineErrors({ gone_away: { status: 410, title: "Gone away" } });
  const kept = defineErrors({ gone_away: { status: 410, title: "Gone away" } }, { stack: true });
  const made = [
    new NotFoundError(), new HttpError(503), new NotFoundError("No.", { stack: true }),
    new HttpError(503, "No.", { stack: false }), errors.gone_away(), kept.gone_away(), new Error("foreign"),
  ];
  const hasFrames = ({ stack }) => /\\n\\s+at /.test(stack);
  console.log(made.map((error) => (hasFrames(error) ? "yes" : "no")).join(" "), made[0].stack.split("\\n")[0]);
  console.log(made[4].stack.split("\\n")[0]);
`;

describe("the stack of an error", () => {
  it("is captured in development, whatever the status", () => {
    expect(run(errors, { NODE_ENV: "" })).toBe(
      "yes yes yes no yes yes yes NotFoundError: Not found\nGoneAwayError: Gone away",
    );
  });

  it("is captured in production from 500 up, and where it is asked for", () => {
    expect(run(errors, { NODE_ENV: "production" })).toBe(
      "no yes yes no no yes yes NotFoundError: Not found\nGoneAwayError: Gone away",
    );
  });

  it("is captured where V8's limit cannot be set", () => {
    const frozen = `Object.defineProperty(Error, "stackTraceLimit", { value: 10, writable: false });\n`;
    expect(run(frozen + errors, { NODE_ENV: "production" })).toMatch(
      /^yes yes yes yes yes yes yes/,
    );
  });
});

describe("V8's limit of frames", () => {
  const { stackTraceLimit } = Error;
  afterEach(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  it("is as it was after an error without a stack, and after one that could not be made", () => {
    Error.stackTraceLimit = 7;

    expect(new NotFoundError("No.", { stack: false }).stack).not.toMatch(frame);
    expect(Error.stackTraceLimit).toBe(7);

    const message = Symbol("no text") as never;
    expect(() => new HttpError(404, message, { stack: false })).toThrow(TypeError);
    expect(Error.stackTraceLimit).toBe(7);
  });

  it("stays absent where somebody has taken it away", () => {
    Reflect.deleteProperty(Error, "stackTraceLimit");

    expect(new NotFoundError("No.", { stack: false })).toBeInstanceOf(NotFoundError);
    expect(Object.hasOwn(Error, "stackTraceLimit")).toBe(false);
  });
});

it("is refused as an option that is neither true nor false", () => {
  expect(() => defineErrors({}, { stack: "yes" as never })).toThrow(
    /^defineErrors: stack must be true or false, got "yes"\.$/,
  );
});
