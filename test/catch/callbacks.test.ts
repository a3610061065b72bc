import { EventEmitter } from "node:events";
import { runInThisContext } from "node:vm";
import type { NextFunction } from "express";
import { callbackHandler, guardEmitter } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { warnOfSecond } from "../../src/catch/warn-of-second.ts";
import { collectWarnings } from "../support/warnings.ts";

// A copy of the package reads NODE_ENV once, when it is first asked.
vi.resetModules();
const built = await import("../../src/catch/callback-handler.ts");

const warnings = collectWarnings();
const warned = (message: string) => [{ code: "BACKSTOP_CALLED_TWICE", message }];
const next = () => vi.fn<(error?: unknown) => void>();

describe("warnOfSecond", () => {
  it.each<[unknown, string]>([
    [new Error("a\nb"), "It failed again, with an error: a\\x0ab. Only the first counts."],
    ["text", "It failed again, with an error: text. Only the first counts."],
    [undefined, "It failed again, with a result. Only the first counts."],
    [null, "It failed again, with a result. Only the first counts."],
  ])("says of %o what it was", async (error, message) => {
    warnOfSecond("It failed again", error);

    await expect.poll(() => warnings).toMatchObject(warned(message));
  });
});

describe("callbackHandler", () => {
  it.each<[unknown, unknown]>([
    [new Error("no"), expect.objectContaining({ message: "no" })],
    ["text", expect.objectContaining({ cause: "text" })],
    [{ code: 1 }, expect.objectContaining({ cause: { code: 1 } })],
    [null, undefined],
    [undefined, undefined],
    [0, undefined],
    ["", undefined],
  ])("calls next for the error argument %o with %o", (error, passed) => {
    const called = next();

    callbackHandler(called)(error);

    expect(called.mock.calls).toEqual(passed === undefined ? [[]] : [[passed]]);
  });

  it.each<[string, (...results: never[]) => unknown]>([
    ["err", (err: unknown, saved: unknown) => [err, saved]],
    ["error", (error: unknown) => error],
    ["err", async (err: unknown) => err],
    ["err", runInThisContext("err=>err") as () => void],
    ["err", runInThisContext("async err => err") as () => void],
    [
      "error",
      function respond(error: unknown, saved: unknown) {
        return [error, saved];
      },
    ],
    ["_err", (_err: unknown, saved: unknown) => saved],
    ["_error", async (_error: unknown, saved: unknown) => saved],
    ["e and has others after it", (e: unknown, saved: unknown) => [e, saved]],
  ])(
    "refuses a function whose first parameter is called %s, because it is a result",
    (name, onSuccess) => {
      expect(() => callbackHandler(next(), onSuccess)).toThrow(
        `callbackHandler: onSuccess gets no error. Write callbackHandler(next, (saved) => res.json(saved)).`,
      );
    },
  );

  it.each<(...results: never[]) => unknown>([
    () => "err",
    (errors: unknown) => errors,
    (saved: unknown, err: unknown) => [saved, err],
    (error_: unknown) => error_,
    ({ error }: { error: unknown }) => error,
    (e: unknown) => e,
    (_: unknown, stderr: unknown) => stderr,
  ])("takes %s", (onSuccess) => {
    expect(() => callbackHandler(next(), onSuccess)).not.toThrow();
  });

  it.each<(result: never) => unknown>([
    (saved: unknown) => saved,
    ({ id }: { id: number }) => id,
    async (saved: unknown) => saved,
  ])("refuses %s in place of next, which would respond with the error", (onSuccess) => {
    expect(() => callbackHandler(onSuccess as NextFunction)).toThrow(
      "callbackHandler: next is missing. Write callbackHandler(next, (saved) => res.json(saved)).",
    );
  });

  it.each<NextFunction>([
    (error) => error,
    (err?: unknown) => err,
    (e?: unknown) => e,
    (_?: unknown) => _,
    () => {},
    (...args: unknown[]) => args,
    function nextOfExpress(value) {
      return value;
    },
    // Tools that watch an app replace next.
    function (value) {
      return value;
    },
    next().bind(undefined),
  ])("takes %s for next", (given) => {
    expect(() => callbackHandler(given)).not.toThrow();
  });

  it("does not look at names in production, where a build may have changed them", () => {
    vi.stubEnv("NODE_ENV", "production");

    expect(() => built.callbackHandler((saved) => saved)).not.toThrow();
    expect(() => built.callbackHandler(next(), (err: unknown) => err)).not.toThrow();
    vi.unstubAllEnvs();
  });

  it("passes all results on, and does not call next for a success", async () => {
    const called = next();
    const onSuccess = vi.fn<(...results: unknown[]) => void>();

    callbackHandler(called, onSuccess)(null, "a", 2);
    await new Promise(setImmediate);

    expect(onSuccess).toHaveBeenCalledExactlyOnceWith("a", 2);
    expect(called).not.toHaveBeenCalled();
  });

  it("ignores a second result, with a warning, whatever the first was", async () => {
    const called = next();
    const done = callbackHandler(called);

    done(new Error("first"));
    done(null);

    expect(called).toHaveBeenCalledOnce();
    await expect
      .poll(() => warnings)
      .toMatchObject(
        warned("A callback was called a second time, with a result. Only the first counts."),
      );
  });

  it.each<[unknown, unknown, string]>([
    [undefined, undefined, "callbackHandler: next must be a function, got undefined"],
    [{}, undefined, "callbackHandler: next must be a function"],
    [() => {}, "saved", 'callbackHandler: onSuccess must be a function, got "saved"'],
    [() => {}, null, "callbackHandler: onSuccess must be a function, got null"],
  ])("refuses the arguments %o and %o", (first, second, message) => {
    expect(() => callbackHandler(first as never, second as never)).toThrow(message);
  });
});

describe("guardEmitter", () => {
  it("returns the emitter, and passes its first error on as an Error", async () => {
    const [emitter, called] = [new EventEmitter(), next()];

    expect(guardEmitter(emitter, called)).toBe(emitter);
    emitter.emit("error", "text");
    emitter.emit("error", new Error("again"));

    expect(called.mock.calls).toEqual([[expect.objectContaining({ cause: "text" })]]);
    await expect
      .poll(() => warnings)
      .toMatchObject(
        warned("An emitter failed a second time, with an error: again. Only the first counts."),
      );
  });

  it("does not keep other listeners from the error", () => {
    const [emitter, own] = [new EventEmitter(), vi.fn<() => void>()];
    emitter.on("error", own);

    guardEmitter(emitter, next()).emit("error", new Error("no"));

    expect(own).toHaveBeenCalledOnce();
  });

  it.each<[unknown, unknown, string]>([
    [undefined, () => {}, `guardEmitter: the emitter's "on" must be a function, got undefined`],
    [null, () => {}, `guardEmitter: the emitter's "on" must be a function`],
    [{ on: true }, () => {}, `guardEmitter: the emitter's "on" must be a function, got true`],
    [
      new EventEmitter(),
      undefined,
      "guardEmitter: next must be a function, got undefined. Write guardEmitter(stream, next).",
    ],
  ])("refuses the arguments %o and %o", (emitter, called, message) => {
    expect(() => guardEmitter(emitter as never, called as never)).toThrow(message);
  });
});
