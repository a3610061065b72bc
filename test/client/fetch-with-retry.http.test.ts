import { Readable } from "node:stream";
import type { RequestHandler } from "express";
import { defineErrors, type HttpError, ServiceUnavailableError } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { fetchWithRetry, safe } from "express-backstop/client";
import { describe, expect, it } from "vitest";
import { serve, type Served } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const errors = defineErrors(
  {
    stock_locked: { status: 409, title: "Stock locked", retry: "later" },
    shop_closed: { status: 503, title: "Shop closed", retry: "never" },
  },
  { extend: builtInErrors },
);
const busy = () => new ServiceUnavailableError("Busy.", { headers: { "Retry-After": 0 } });

/** Serves an app whose route fails in these ways, one for each request, and then succeeds. */
async function serveFailures(
  express: (typeof expresses)[number][1],
  ...failures: readonly (HttpError | RequestHandler)[]
): Promise<Served & { readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const left = [...failures];
  const app = await serve(
    (site) =>
      site.all("/", (req, res, next) => {
        seen.push(`${req.method} ${JSON.stringify(req.body ?? {})}`);
        const failure = left.shift();
        if (failure === undefined) res.json({ ok: true });
        else if (typeof failure === "function") failure(req, res, next);
        else next(failure);
      }),
    { express },
  );
  return { ...app, url: `http://127.0.0.1:${app.port}/`, seen };
}

const json = (method: string, headers = {}): RequestInit => ({
  method,
  headers: { "Content-Type": "application/json", ...headers },
  body: '{"a":1}',
});

describe.each(expresses)("fetchWithRetry, on %s", (_name, express) => {
  it("sends a request again until it succeeds", async () => {
    await using app = await serveFailures(express, busy(), busy());

    const response = await fetchWithRetry(app.url);

    expect(await response.json()).toEqual({ ok: true });
    expect(app.seen).toHaveLength(3);
  });

  it("returns the last response, whose body is unread, after three attempts or as many as you say", async () => {
    await using app = await serveFailures(express, busy(), busy(), busy(), busy());

    const response = await fetchWithRetry(app.url);
    expect([response.status, app.seen.length]).toEqual([503, 3]);
    expect(await response.json()).toMatchObject({ code: "service_unavailable" });

    const result = await safe(fetchWithRetry(app.url, {}, { attempts: 1, errors }), errors);
    expect(result).toMatchObject({ ok: false, problem: { known: true, retryAfter: 0 } });
    expect(app.seen).toHaveLength(4);
  });

  it.each<[string, unknown, unknown]>([
    ["number", {}, { attempts: NaN }],
    ["number", {}, { attempts: 0 }],
    ["number", {}, { attempts: -1 }],
    ["retries", {}, { retries: 1 }],
    ["toString", {}, { toString: 1 }],
    ["number", {}, { budget: "1s" }],
    ["number", {}, { budget: NaN }],
    ["number", {}, { budget: -1 }],
    ["attempts", { attempts: 1 }, undefined],
    ["errors", { method: "GET", errors }, undefined],
    ["fetch", { fetch: () => Promise.reject(new Error("offline")) }, undefined],
  ])("sends nothing for a wrong %s, with %j and %j", async (name, init, options) => {
    await using app = await serveFailures(express, busy());
    const request = fetchWithRetry(app.url, init as RequestInit, options as object);

    await expect(request).rejects.toThrow(
      new TypeError(`fetchWithRetry: wrong ${name}. Write (input, init, { attempts: 3 }).`),
    );
    expect(app.seen).toHaveLength(0);
  });

  it("takes null for the options of fetch, as fetch does", async () => {
    await using app = await serveFailures(express, busy());

    await fetchWithRetry(app.url, null as never, { attempts: 1 });

    expect(app.seen).toHaveLength(1);
  });

  // RFC 9110 §9.2.2: other methods may do their work twice.
  it.each([
    ["PUT", {}, 2],
    ["DELETE", {}, 2],
    ["put", {}, 2],
    ["POST", {}, 1],
    ["PATCH", {}, 1],
    ["POST", { "Idempotency-Key": "8e03978e" }, 2],
    ["PATCH", { "idempotency-key": "8e03978e" }, 2],
  ] as const)("sends %s with %j, and its body, %d times", async (method, headers, times) => {
    await using app = await serveFailures(express, busy());

    await fetchWithRetry(app.url, json(method, headers));
    await fetchWithRetry(new Request(app.url, json(method, headers)));

    expect(app.seen).toEqual(
      Array.from({ length: times + 1 }, () => `${method.toUpperCase()} {"a":1}`),
    );
  });

  it("sends a Request again, with its body", async () => {
    await using app = await serveFailures(express, busy(), busy());

    const response = await fetchWithRetry(new Request(app.url, json("PUT")));

    expect(response.status).toBe(200);
    expect(app.seen).toEqual(['PUT {"a":1}', 'PUT {"a":1}', 'PUT {"a":1}']);
  });

  it.each<[string, () => unknown]>([
    ["a stream", () => new Response('{"a":1}').body],
    ["a stream of Node", () => Readable.from(['{"a":1}'])],
  ])("sends %s once, because it cannot be read again", async (_what, create) => {
    await using app = await serveFailures(express, busy());
    const init = { ...json("PUT"), body: create(), duplex: "half" } as RequestInit;

    expect((await fetchWithRetry(app.url, init)).status).toBe(503);
    expect(app.seen).toHaveLength(1);
  });

  it("does not repeat what would fail again, by status, catalog or the server's own word", async () => {
    const noStore: RequestHandler = (_req, res) => {
      res.status(503).type("application/problem+json");
      res.send('{"type":"/a","title":"A","status":503,"code":"abc","retryable":false}');
    };
    await using app = await serveFailures(
      express,
      errors.not_found(),
      errors.shop_closed(),
      errors.stock_locked(),
      errors.stock_locked(),
      noStore,
    );
    const attempt = async (options?: object) => {
      const before = app.seen.length;
      const { status } = await fetchWithRetry(app.url, {}, options);
      return [status, app.seen.length - before];
    };

    expect(await attempt()).toEqual([404, 1]);
    expect(await attempt({ errors })).toEqual([503, 1]);
    expect(await attempt()).toEqual([409, 1]);
    expect(await attempt({ errors, attempts: 1 })).toEqual([409, 1]);
    expect(await attempt({ errors })).toEqual([503, 1]);
    expect(await attempt({ errors })).toEqual([200, 1]);
  });

  it("repeats what the catalog declares as temporary, after a while of its own", async () => {
    await using app = await serveFailures(express, errors.stock_locked());
    const start = performance.now();

    expect((await fetchWithRetry(app.url, {}, { errors })).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(240);
    expect(app.seen).toHaveLength(2);
  });

  it("waits as long as Retry-After says, and no longer than the budget", async () => {
    const later = (seconds: number) =>
      new ServiceUnavailableError("Busy.", { headers: { "Retry-After": seconds } });
    await using app = await serveFailures(express, later(1), later(60), later(999_999_999));
    const start = performance.now();

    const second = await fetchWithRetry(app.url);
    expect(performance.now() - start).toBeGreaterThan(990);
    expect([second.status, app.seen.length]).toEqual([503, 2]);

    const third = await fetchWithRetry(app.url, {}, { budget: Infinity });
    expect([third.status, app.seen.length]).toEqual([503, 3]);
  });

  it("sends a request again that has no response, and rejects as the last one did", async () => {
    await using app = await serveFailures(express, (req) => void req.socket.destroy());

    expect((await fetchWithRetry(app.url)).status).toBe(200);
    expect(app.seen).toHaveLength(2);
    await expect(fetchWithRetry("http://127.0.0.1:1/", {}, { attempts: 2 })).rejects.toThrow(
      TypeError,
    );
  });

  it("stops waiting when the signal is aborted, with its reason", async () => {
    const never = new ServiceUnavailableError("Busy.", { headers: { "Retry-After": 20 } });
    await using app = await serveFailures(express, never, never, never);
    const reason = new Error("The user left.");
    const controller = new AbortController();

    const pending = fetchWithRetry(app.url, { signal: controller.signal });
    await expect.poll(() => app.seen.length).toBe(1);
    setTimeout(() => controller.abort(reason), 50);

    await expect(pending).rejects.toBe(reason);
    await expect(fetchWithRetry(app.url, { signal: controller.signal })).rejects.toBe(reason);
    expect(app.seen).toHaveLength(1);
  });

  it("waits on the signal of a Request too", async () => {
    const never = new ServiceUnavailableError("Busy.", { headers: { "Retry-After": 20 } });
    await using app = await serveFailures(express, never);
    const request = new Request(app.url, { signal: AbortSignal.timeout(300) });

    await expect(fetchWithRetry(request)).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("follows the member retryAfter where a page cannot read the header", async () => {
    const soon = new ServiceUnavailableError("Busy.", { headers: { "Retry-After": 1 } });
    await using app = await serveFailures(express, soon);
    const start = performance.now();
    const visible = async (input: string | URL | Request, init?: RequestInit) => {
      const response = await fetch(input, init);
      const headers = new Headers(response.headers);
      headers.delete("retry-after");
      return new Response(response.body, { status: response.status, headers });
    };

    expect((await fetchWithRetry(app.url, {}, { fetch: visible })).status).toBe(200);
    // Its own wait would be half a second at most.
    expect(performance.now() - start).toBeGreaterThan(990);
  });
});
