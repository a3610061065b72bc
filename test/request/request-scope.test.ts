import { AsyncResource } from "node:async_hooks";
import { once, EventEmitter } from "node:events";
import { readFile } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import {
  abortScope,
  attachScope,
  currentScope,
  type RequestScope,
  runInScope,
  scopeOf,
  signalOf,
} from "../../src/request/request-scope.ts";
import { serverResponse } from "../support/server-response.ts";

function scopeFor({ req, res } = serverResponse(), requestId = "r1"): RequestScope {
  const unset = {
    startedAt: 0,
    context: undefined,
    controller: undefined,
    abortReason: undefined,
    beforeDeadline: undefined,
  };
  return { req, res, requestId, fail: () => expect.unreachable(), ...unset };
}

describe("the current scope", () => {
  it("is undefined outside of every request, before and after it", () => {
    expect(currentScope()).toBeUndefined();

    expect(runInScope(scopeFor(), () => "result")).toBe("result");

    expect(currentScope()).toBeUndefined();
  });

  it.each<[string, (seen: () => void) => unknown]>([
    ["a promise", (seen) => Promise.resolve().then(seen)],
    ["queueMicrotask", (seen) => queueMicrotask(seen)],
    ["process.nextTick", (seen) => process.nextTick(seen)],
    ["setImmediate", (seen) => setImmediate(seen)],
    ["setTimeout", (seen) => setTimeout(seen, 1)],
    ["a timer that is a promise", async (seen) => [await sleep(1), seen()]],
    ["a callback of node:fs", (seen) => readFile(new URL(import.meta.url), seen)],
    ["a stream", (seen) => Readable.from(["a"]).on("data", seen)],
    [
      "an async iterator",
      async (seen) => {
        for await (const _ of Readable.from(["a"])) seen();
      },
    ],
    [
      "an emitter that is awaited",
      async (seen) => {
        await emitting();
        seen();
      },
    ],
    ["AsyncResource.bind", (seen) => setImmediate(AsyncResource.bind(seen))],
    ["Promise.all", (seen) => Promise.all([sleep(1), sleep(2)]).then(seen)],
    ["a rejection", (seen) => Promise.reject(new Error("no")).catch(seen)],
    [
      "a message",
      (seen) => {
        listening(seen);
      },
    ],
  ])("survives %s, and is the one of the request that began it", async (_what, begin) => {
    const seen: (string | undefined)[] = [];
    const remember = (): void => void seen.push(currentScope()?.requestId);

    runInScope(scopeFor(undefined, "r1"), () => begin(remember));
    runInScope(scopeFor(undefined, "r2"), () => begin(remember));

    await expect.poll(() => new Set(seen), { interval: 5 }).toEqual(new Set(["r1", "r2"]));
  });

  it("of a request inside of another one is the inner one", () => {
    const ids = runInScope(scopeFor(undefined, "outer"), () => [
      runInScope(scopeFor(undefined, "inner"), () => currentScope()?.requestId),
      currentScope()?.requestId,
    ]);

    expect(ids).toEqual(["inner", "outer"]);
  });
});

it("a scope is found by its request, outside of its asynchronous context too", () => {
  const scope = scopeFor();
  expect(scopeOf(scope.req)).toBeUndefined();

  attachScope(scope);

  expect(scopeOf(scope.req)).toBe(scope);
  expect(scopeOf(serverResponse().req)).toBeUndefined();
});

describe("the signal of a scope", () => {
  it("is the same whenever it is asked for, and aborts with the first reason", () => {
    const scope = scopeFor();
    const signal = signalOf(scope);
    const [first, second] = [new Error("first"), new Error("second")];

    abortScope(scope, first);
    abortScope(scope, second);

    expect(signalOf(scope)).toBe(signal);
    expect(signal.reason).toBe(first);
  });

  it("has aborted already where the work was given up before", () => {
    const scope = scopeFor();
    const reason = new Error("given up");

    abortScope(scope, reason);
    abortScope(scope, new Error("and again"));

    expect(scope.controller).toBeUndefined();
    expect(signalOf(scope)).toMatchObject({ aborted: true, reason });
  });

  it("aborts when the client leaves", async () => {
    const exchanged = serverResponse();
    const signal = signalOf(scopeFor(exchanged));

    exchanged.res.destroy();
    await once(exchanged.res, "close");

    expect(signal.reason).toMatchObject({
      name: "AbortError",
      message: "The client closed the connection.",
    });
  });

  it("has aborted already where the client left before it was asked for", async () => {
    const exchanged = serverResponse();
    exchanged.res.destroy();
    await once(exchanged.res, "close");

    expect(signalOf(scopeFor(exchanged)).aborted).toBe(true);
  });

  it("does not abort where the response was sent completely", async () => {
    const exchanged = serverResponse();
    const signal = signalOf(scopeFor(exchanged));

    exchanged.res.end("whole");
    await once(exchanged.res, "finish");
    exchanged.res.emit("close");

    expect(signal.aborted).toBe(false);
  });
});

async function emitting(): Promise<void> {
  const emitter = new EventEmitter();
  setImmediate(() => emitter.emit("ready"));
  await once(emitter, "ready");
}

function listening(seen: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port2.once("message", () => {
    port2.close();
    seen();
  });
  port1.postMessage("a");
}
