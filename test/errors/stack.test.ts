import { HttpError, NotFoundError, defineErrors } from "express-backstop";
import { afterEach, describe, expect, it, vi } from "vitest";
import { markPlace } from "../../src/errors/stack.ts";

const frame = /\n\s+at /;

// A copy of the package reads NODE_ENV once, when it creates its first error.
const development = await freshCopy();
const production = await freshCopy();

/** Creates errors in an app whose NODE_ENV is as given; returns which of them have a stack with frames. */
function capturedIn(environment: string, toolkit: typeof development): Record<string, boolean> {
  vi.stubEnv("NODE_ENV", environment);
  const declaration = { gone_away: { status: 410, title: "Gone away" } } as const;
  const errors = toolkit.defineErrors(declaration);
  const kept = toolkit.defineErrors(declaration, { stack: true });
  const created = {
    "4xx": new toolkit.NotFoundError(),
    "500": new toolkit.HttpError(500),
    "5xx": new toolkit.HttpError(503),
    "4xx, stack: true": new toolkit.NotFoundError("No.", { stack: true }),
    "5xx, stack: false": new toolkit.HttpError(503, "No.", { stack: false }),
    "a catalog's": errors.gone_away(),
    "a catalog's, stack: true": kept.gone_away(),
    foreign: new Error("foreign"),
  };
  expect(created["4xx"].stack).toMatch(/^NotFoundError: Not found/);
  expect(created["a catalog's"].stack).toMatch(/^GoneAwayError: Gone away/);
  return Object.fromEntries(
    Object.entries(created).map(([name, { stack }]) => [name, frame.test(stack ?? "")]),
  );
}

const always = {
  "4xx": true,
  "500": true,
  "5xx": true,
  "4xx, stack: true": true,
  "5xx, stack: false": false,
  "a catalog's": true,
  "a catalog's, stack: true": true,
  foreign: true,
};

describe("the stack of an error", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("is captured in development, whatever the status", () => {
    expect(capturedIn("", development)).toEqual(always);
  });

  it("is captured in production from 500 up, and where the stack option asks for it", () => {
    expect(capturedIn("production", production)).toEqual({
      ...always,
      "4xx": false,
      "a catalog's": false,
    });
  });

  it("is captured where the limit of V8 cannot be set", () => {
    const descriptor = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
    Object.defineProperty(Error, "stackTraceLimit", { value: 10, writable: false });
    try {
      expect(capturedIn("production", production)).toEqual({
        ...always,
        "5xx, stack: false": true,
      });
    } finally {
      Object.defineProperty(Error, "stackTraceLimit", descriptor ?? {});
    }
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

    const options = {
      stack: false,
      get cause() {
        throw new TypeError("no cause");
      },
    };
    expect(() => new HttpError(404, "No.", options)).toThrow(TypeError);
    expect(Error.stackTraceLimit).toBe(7);
  });

  it("stays absent where somebody has taken it away", () => {
    Reflect.deleteProperty(Error, "stackTraceLimit");

    expect(new NotFoundError("No.", { stack: false })).toBeInstanceOf(NotFoundError);
    expect(Object.hasOwn(Error, "stackTraceLimit")).toBe(false);
  });
});

describe("markPlace", () => {
  const { stackTraceLimit } = Error;
  afterEach(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  const nested = (depth: number): Error => (depth > 0 ? nested(depth - 1) : markPlace("here"));
  const framesOf = ({ stack }: Error) => stack?.split("\n").slice(1) ?? [];

  it("has a message, and begins with the place that called it", () => {
    const place = markPlace("It was called here");

    expect(place.message).toBe("It was called here");
    expect(framesOf(place)[0]).toContain("stack.test.ts");
  });

  it("begins with the caller of another function if that is given", () => {
    const guard = (): Error => markPlace("here", guard);
    function callGuard(): Error {
      return guard();
    }

    expect(framesOf(callGuard())[0]).toContain("callGuard");
  });

  it.each([
    [Infinity, 10],
    [7, 7],
    [0, 0],
  ])("has, with the limit %d, %d frames, and leaves the limit as it is", (limit, count) => {
    Error.stackTraceLimit = limit;

    const place = nested(20);

    expect(Error.stackTraceLimit).toBe(limit);
    expect(framesOf(place)).toHaveLength(count);
  });
});

it("is refused as an option that is neither true nor false", () => {
  expect(() => defineErrors({}, { stack: "yes" as never })).toThrow(
    /^defineErrors: stack must be true or false, got "yes"\.$/,
  );
});

/** Loads the package as another process would. */
async function freshCopy() {
  vi.resetModules();
  return import("express-backstop");
}
