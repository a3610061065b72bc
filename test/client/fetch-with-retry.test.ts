import { getEventListeners } from "node:events";
import { defineErrors } from "express-backstop/catalog";
import { fetchWithRetry, type RetryOptions } from "express-backstop/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

const url = "https://api.example.com/articles/7";
const errors = defineErrors({
  stock_locked: { status: 409, title: "Stock locked", retry: "later" },
  shop_closed: { status: 503, title: "Shop closed", retry: "never" },
  line_busy: { status: 503, title: "Line busy", data: z.object({ retryAfter: z.string() }) },
});

beforeEach(() => {
  // Bodies are read in the meantime, so setImmediate stays.
  vi.useFakeTimers({ now: 0, toFake: ["setTimeout", "clearTimeout", "Date"] });
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A function that responds like `fetch`: with each of these in turn, and then with success. It notes when it was called. */
function responding(...outcomes: readonly (Response | Error)[]) {
  const times: number[] = [];
  const fetch = async (): Promise<Response> => {
    const outcome = outcomes[times.length];
    times.push(Date.now());
    if (outcome instanceof Error) throw outcome;
    return outcome ?? Response.json({ ok: true });
  };
  return { fetch, times };
}

const offline = (): Error => new TypeError("fetch failed");
const failed = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers });
const problem = (status: number, members: object): Response =>
  Response.json({ type: "about:blank", title: "Failed", status, ...members }, { status });
const known = (code: string, status: number, members: object = {}): Response =>
  problem(status, { type: `/problems/${code}`, code, ...members });

/** Waits for a promise, and lets the time pass that it waits for. */
async function finish<Result>(promise: Promise<Result>): Promise<Result> {
  const ended = (): boolean => true;
  const turn = new Promise<boolean>((resolve) => void setImmediate(resolve, false));
  if (await Promise.race([promise.then(ended, ended), turn])) return promise;
  if (vi.getTimerCount() > 0) vi.advanceTimersToNextTimer();
  return finish(promise);
}

/** Returns when the requests were sent. */
async function timesOf(
  outcomes: readonly (Response | Error)[],
  options: RetryOptions = {},
): Promise<number[]> {
  const { fetch, times } = responding(...outcomes);
  await finish(fetchWithRetry(url, {}, { fetch, ...options }).catch(() => {}));
  return times;
}

describe("the wait of fetchWithRetry", () => {
  it.each([
    ["at least", 0, [0, 250, 750, 1750]],
    ["at most", 1, [0, 500, 1500, 3500]],
  ])(
    "is %s this long where the server does not say how long, and doubles",
    async (_what, random, times) => {
      vi.spyOn(Math, "random").mockReturnValue(random);

      expect(await timesOf([offline(), failed(503), failed(429)], { attempts: 4 })).toEqual(times);
    },
  );

  it.each<[string, Response, number]>([
    ["the header", failed(503, { "Retry-After": "2" }), 2000],
    ["the member of the problem", problem(503, { retryAfter: 3 }), 3000],
    ["a zero", failed(503, { "Retry-After": "0" }), 0],
  ])("is what %s says", async (_what, response, time) => {
    expect(await timesOf([response])).toEqual([0, time]);
  });

  it("is not what a text says, which is a member of the app's own", async () => {
    const response = known("line_busy", 503, { retryAfter: "7" });

    expect(await timesOf([response], { errors })).toEqual([0, 250]);
  });

  it("is what the header says, where the problem says something else", async () => {
    const response = problem(503, { retryAfter: 3 });
    response.headers.set("Retry-After", "2");

    expect(await timesOf([response])).toEqual([0, 2000]);
  });

  it.each<[string, RetryOptions, string, number]>([
    ["30 seconds", {}, "29", 2],
    ["30 seconds", {}, "30", 1],
    ["a budget of yours", { budget: 5000 }, "4", 2],
    ["a budget of yours", { budget: 5000 }, "5", 1],
    ["a budget without end", { budget: Infinity }, "2000000", 2],
    // A timer of Node or a browser would end at once.
    ["the longest delay of a timer", { budget: Infinity }, "2147484", 1],
  ])("is within %s, %j: after Retry-After %s", async (_what, options, seconds, requests) => {
    const response = failed(503, { "Retry-After": seconds });

    expect(await timesOf([response], options)).toHaveLength(requests);
  });

  it("counts the budget from the first request", async () => {
    const responses = Array.from({ length: 9 }, () => failed(503, { "Retry-After": "2" }));

    expect(await timesOf(responses, { attempts: 9, budget: 5000 })).toEqual([0, 2000, 4000]);
  });
});

describe("fetchWithRetry", () => {
  it("sends three requests at most, and rejects as the last one did", async () => {
    const last = offline();
    const { fetch, times } = responding(offline(), offline(), last);

    await expect(finish(fetchWithRetry(url, {}, { fetch }))).rejects.toBe(last);
    expect(times).toHaveLength(3);
  });

  it("returns the last response, whose body is unread", async () => {
    const { fetch } = responding(problem(503, {}), problem(503, { detail: "Second." }));

    const response = await finish(fetchWithRetry(url, {}, { fetch, attempts: 2 }));

    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toMatchObject({ detail: "Second." });
  });

  it("uses the global fetch by default, with the input and the options of each request", async () => {
    const send = vi.fn<typeof fetch>(async () => failed(503));
    vi.stubGlobal("fetch", send);
    const init = { method: "PUT", body: "text" };

    expect((await finish(fetchWithRetry(url, init))).status).toBe(503);

    expect(send.mock.calls).toEqual([
      [url, init],
      [url, init],
      [url, init],
    ]);
  });

  it.each<[string, Response, number]>([
    ["a success", failed(200), 1],
    ["a redirect, whatever its body says", problem(399, { retryable: true }), 1],
    ["a failure that the server calls temporary", problem(400, { retryable: true }), 2],
    ["a failure that the server calls final", problem(503, { retryable: false }), 1],
    ["a status that may pass", failed(503), 2],
    ["a status that stays", failed(404), 1],
    ["a code that the catalog declares as temporary", known("stock_locked", 409), 2],
    ["a code that the catalog declares as final", known("shop_closed", 503), 1],
  ])("sends a request as often as it may help: after %s", async (_what, response, requests) => {
    expect(await timesOf([response], { errors })).toHaveLength(requests);
  });

  const put = { method: "PUT", body: "text" };
  const post = { method: "POST", body: "text" };
  const key = { "Idempotency-Key": "8e03978e" };
  it.each<[string, string | Request, RequestInit | undefined, number]>([
    ["no method", url, undefined, 2],
    ["PUT", url, put, 2],
    ["a method in lower case", url, { method: "delete" }, 2],
    ["POST", url, post, 1],
    ["POST and a key", url, { ...post, headers: key }, 2],
    ["POST and an empty key", url, { ...post, headers: { "Idempotency-Key": "" } }, 1],
    ["POST and another header", url, { ...post, headers: { Accept: "text/plain" } }, 1],
    ["a Request with PUT", new Request(url, put), undefined, 2],
    ["a Request with POST", new Request(url, post), {}, 1],
    ["a Request with POST and a key", new Request(url, { ...post, headers: key }), {}, 2],
    ["options that change the method of a Request", new Request(url), { method: "POST" }, 1],
    ["options that take the key from it", new Request(url, post), { headers: {} }, 1],
    ["a body that is a stream", url, { ...put, body: new Response("text").body }, 1],
    ["a body that is an iterable", url, { ...put, body: parts() as never }, 1],
  ])(
    "sends a request with %s as often as its work allows",
    async (_what, input, init, requests) => {
      const { fetch, times } = responding(offline());

      await finish(fetchWithRetry(input, init, { fetch }).catch(() => {}));

      expect(times).toHaveLength(requests);
    },
  );

  it("sends the body of a Request with each request", async () => {
    const bodies: string[] = [];
    const send = async (input: string | URL | Request): Promise<Response> => {
      bodies.push(await (input as Request).text());
      return failed(503);
    };

    await finish(fetchWithRetry(new Request(url, put), undefined, { fetch: send }));

    expect(bodies).toEqual(["text", "text", "text"]);
  });

  it("ends the body of a response that it does not return, and takes no harm if this fails", async () => {
    const cancel = vi.fn<() => void>(() => {
      throw new Error("cannot be ended");
    });
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(70_000)),
      cancel,
    });
    const { fetch } = responding(new Response(endless, { status: 503 }));

    expect((await finish(fetchWithRetry(url, {}, { fetch }))).status).toBe(200);

    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe("an aborted signal", () => {
  const reason = new Error("The user left.");

  it.each<[string, (signal: AbortSignal) => [string | Request, RequestInit?]]>([
    ["the options", (signal) => [url, { signal }]],
    ["a Request", (signal) => [new Request(url, { signal })]],
  ])("of %s ends the wait with its reason", async (_what, create) => {
    const controller = new AbortController();
    const { fetch, times } = responding(failed(503));
    const [input, init] = create(controller.signal);
    setTimeout(() => controller.abort(reason), 100);

    await expect(finish(fetchWithRetry(input, init, { fetch }))).rejects.toBe(reason);

    expect(times).toEqual([0]);
    expect(Date.now()).toBe(100);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends it also if it is aborted while the problem is read", async () => {
    const controller = new AbortController();
    const pull = (stream: ReadableStreamDefaultController): void => {
      controller.abort(reason);
      stream.close();
    };
    // It is not read ahead.
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const { fetch, times } = responding(new Response(body, { status: 503 }));
    const { signal } = controller;

    await expect(finish(fetchWithRetry(url, { signal }, { fetch }))).rejects.toBe(reason);

    expect(times).toHaveLength(1);
  });

  it("lets a response through that came before", async () => {
    const controller = new AbortController();
    const response = failed(503);
    const fetch = async (): Promise<Response> => {
      controller.abort(reason);
      return response;
    };
    const { signal } = controller;

    expect(await finish(fetchWithRetry(url, { signal }, { fetch }))).toBe(response);
  });

  it.each([
    ["after a wait that went to its end", undefined],
    ["after a wait that it ended", 100],
  ])("has no listener left %s", async (_what, abortedAt) => {
    const controller = new AbortController();
    const { signal } = controller;
    const { fetch } = responding(failed(503));
    if (abortedAt !== undefined) setTimeout(() => controller.abort(reason), abortedAt);

    await finish(fetchWithRetry(url, { signal }, { fetch }).catch(() => {}));

    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

// The parts of a body that Node sends one after the other.
async function* parts(): AsyncGenerator<string> {
  yield "text";
}
