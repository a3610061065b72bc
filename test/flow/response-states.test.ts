import { once } from "node:events";
import { get } from "node:http";
import compression from "compression";
import {
  asyncHandler,
  callbackHandler,
  ConflictError,
  errorHandler,
  notFoundHandler,
  requestContext,
  validate,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { serveHttp2, speakHttp2 } from "../support/http2.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

const json = { "Content-Type": "application/json" };
const lastOk = request("GET /ok", { Connection: "close" });

describe.each(expresses)("on %s", (_name, express) => {
  // fault: keep-alive
  it.each([
    ["a thrown error", request("GET /thrown"), 409],
    ["a rejection", request("GET /rejected"), 500],
    ["an error of a callback", request("GET /callback"), 500],
    ["an error of the router itself", request("GET /items/%E0%A4%A"), 400],
    ["an unknown route", request("GET /nowhere"), 404],
    ["a wrong method", request("PUT /ok"), 405],
    ["a HEAD that fails", request("HEAD /thrown"), 409],
    ["a bad body", request("POST /body", json, '{"a":1}'), 400],
    ["a body that is not JSON", request("POST /body", json, '{"a":'), 400],
    ["an error after the response", request("GET /late"), 200],
    ["a second next after the response", request("GET /twice"), 409],
    ["an error after 204 was chosen", request("GET /no-content"), 409],
    ["an error after 304 was chosen", request("GET /not-modified"), 409],
    ["a promised length that no longer holds", request("GET /length"), 409],
  ])(
    "responds to the next request on the same connection after %s",
    async (_what, sent, status) => {
      await using app = await serve(mountFailures, { express });

      const { statuses, reset } = await exchange(app.port, sent, lastOk);

      expect(statuses).toEqual([status, 200]);
      expect(reset).toBe(false);
    },
  );

  // fault: other-head
  it.each(["/no-content", "/not-modified", "/length", "/encoded"])(
    "sends a whole problem when the handler had set another status or header at %s",
    async (path) => {
      await using app = await serve(mountFailures, { express });

      const response = await app.api.get(path);

      expect(problem(response)).toMatchObject({ status: 409, detail: "Taken." });
      expect(response.headers["content-length"]).toBe(String(response.text.length));
      expect(response.headers).not.toHaveProperty("content-encoding");
    },
  );

  // fault: close-delimited
  it("resets a connection on which only the close marks the end of the body", async () => {
    await using app = await serve(mountStreams, { express });

    const cut = await exchange(app.port, "GET /plain HTTP/1.0\r\n\r\n");

    expect(cut.text).toContain("half");
    expect(cut.reset).toBe(true);
    expect(app.records).toMatchObject([{ outcome: "truncated", status: 409 }]);
  });

  // fault: half-sent
  it("ends an event stream with a problem when only writeHead was told its type", async () => {
    await using app = await serve(
      (target) => {
        target.disable("x-powered-by");
        const events = (headers: Record<string, string>) =>
          asyncHandler(async (_req: unknown, res: import("express").Response) => {
            res.writeHead(200, headers);
            res.write("data: 1\n\n");
            await Promise.resolve();
            throw new ConflictError("Taken.");
          });
        target.get("/events", events({ "Content-Type": "text/event-stream" }));
        target.get(
          "/length",
          events({ "Content-Type": "text/event-stream", "Content-Length": "100" }),
        );
      },
      { express },
    );

    const whole = await exchange(app.port, request("GET /events", { Connection: "close" }));
    const cut = await exchange(app.port, request("GET /length", { Connection: "close" }));

    expect(whole.text).toContain('event: problem\ndata: {"type":"/problems/conflict"');
    expect(cut.text).not.toContain("event: problem");
  });

  // fault: half-sent
  it.each([
    ["a body sent in chunks", "/plain"],
    ["a body whose length was promised", "/length"],
    ["events whose length was promised", "/events-length"],
    ["events that the handler encodes itself", "/events-encoded"],
  ])("breaks the connection in the middle of %s", async (_what, path) => {
    await using app = await serve(mountStreams, { express });

    await expect(app.api.get(path)).rejects.toThrow("aborted");

    expect(app.records).toMatchObject([{ outcome: "truncated" }]);
  });

  // fault: half-sent
  it("ends a stream in the middle of an event so that the client can tell", async () => {
    await using app = await serve(mountStreams, { express });

    const response = await app.api.get("/events-half");

    const events = parseEvents(response.text);
    expect(events.map(({ event }) => event)).toEqual(["message", "truncated", "problem"]);
    expect(JSON.parse(events.at(-1)?.data ?? "")).toMatchObject({ status: 409, detail: "Taken." });
  });

  // fault: half-sent
  it("ends NDJSON in the middle of a line so that the client can tell", async () => {
    await using app = await serve(mountStreams, { express });

    const { text } = await app.api.get("/lines-half").buffer(true);

    const lines = text.trimEnd().split("\n");
    expect(lines.slice(0, 2)).toEqual(['{"id":1}', '{"id":']);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ problem: { status: 409 } });
  });

  // fault: compression
  it.each([
    ["a small problem", "/small"],
    ["a problem large enough to compress", "/large"],
  ])("sends %s so that it is readable through compression", async (_what, path) => {
    await using app = await serve(
      (app) => {
        app.use(compression());
        mountFailures(app);
      },
      { express },
    );

    const response = await app.api.get(path).set("Accept-Encoding", "gzip");

    expect(problem(response)).toMatchObject({ status: 409 });
  });

  // fault: compression
  it("ends a compressed event stream with the problem", async () => {
    await using app = await serve(
      (app) => {
        app.use(compression({ filter: () => true }));
        mountStreams(app);
      },
      { express },
    );

    const response = await app.api.get("/events-half").set("Accept-Encoding", "gzip");

    expect(response.headers["content-encoding"]).toBe("gzip");
    expect(parseEvents(response.text).at(-1)?.event).toBe("problem");
  });

  // fault: head-request
  it("sends no body for HEAD, even in the middle of a stream", async () => {
    await using app = await serve(mountStreams, { express });

    const { text } = await exchange(
      app.port,
      request("HEAD /events-half", { Connection: "close" }),
    );

    expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(text.split("\r\n\r\n")[1]).toBe("");
  });

  // fault: slow-reader
  it("leaves a finished response whole for a slow reader", async () => {
    const megabytes = "x".repeat(8_000_000);
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            res.send(megabytes);
            throw new Error("after the response");
          }),
        ),
      { express },
    );

    const sent = get({ port: app.port, host: "127.0.0.1" });
    const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream];
    response.pause();
    await expect.poll(() => app.records).toMatchObject([{ outcome: "late" }]);
    let length = 0;
    for await (const chunk of response) length += chunk.length;

    expect(length).toBe(megabytes.length);
  });

  // fault: http2
  it("responds over HTTP/2, and resets a stream that fails half-way with an error code", async () => {
    const app = speakHttp2(express());
    app.use(requestContext({ timeout: 200 }));
    mountFailures(app);
    mountStreams(app);
    app.get("/silent", () => {});
    app.use(notFoundHandler(), errorHandler({ reporter: false }));
    await using http2 = await serveHttp2(app);

    const [thrown, late, unknown, plain, events, silent] = await Promise.all(
      ["/thrown", "/late", "/nowhere", "/plain", "/events-half", "/silent"].map((path) =>
        http2.get(path),
      ),
    );

    expect(thrown).toMatchObject({ headers: { ":status": 409 }, rstCode: 0 });
    expect(JSON.parse(thrown?.text ?? "")).toMatchObject({ status: 409 });
    expect(late).toMatchObject({ headers: { ":status": 200 }, rstCode: 0 });
    expect(unknown?.headers).toMatchObject({ ":status": 404, "cache-control": "no-store" });
    expect(plain).toMatchObject({ headers: { ":status": 200 }, rstCode: 2 });
    expect(parseEvents(events?.text ?? "").at(-1)?.event).toBe("problem");
    expect(silent?.headers).toMatchObject({ ":status": 503 });
  });

  // fault: http2-head-fails
  it.each(["application/json", "text/event-stream"])(
    "resets an HTTP/2 stream of %s with an error code when its head fails after the response has ended",
    async (type) => {
      const app = speakHttp2(express());
      const records: unknown[] = [];
      app.get(
        "/",
        asyncHandler((_req, res) => {
          res.setHeader("Content-Type", type);
          res.setHeader("Last-Modified", ["1", "2"] as never);
          res.end();
        }),
      );
      app.use(errorHandler({ reporter: (record) => records.push(record) }));
      await using http2 = await serveHttp2(app);

      const { headers, rstCode } = await http2.get("/");

      expect({ headers, rstCode }).toEqual({ headers: {}, rstCode: 2 });
      expect(records).toMatchObject([{ status: 500, outcome: "truncated" }]);
    },
  );

  it("reports an error after the response, and keeps the connection for the next request", async () => {
    await using app = await serve(
      (app) => {
        app.get(
          "/late",
          asyncHandler(async (_req, res) => {
            res.json("ok");
            throw new Error("late");
          }),
        );
      },
      { express },
    );

    const { statuses } = await exchange(
      app.port,
      request("GET /late"),
      request("GET /nope", { Connection: "close" }),
    );

    expect(statuses).toEqual([200, 404]);
    expect(app.records[0]).toMatchObject({ outcome: "late", error: { message: "late" } });
  });
});

type App = Parameters<Parameters<typeof serve>[0]>[0];

function mountFailures(app: App): void {
  const taken = (_res?: unknown): never => {
    throw new ConflictError("Taken.");
  };
  app.get("/ok", (_req, res) => void res.json("ok"));
  app.get("/items/:id", (_req, res) => void res.json("ok"));
  app.get(
    "/thrown",
    asyncHandler(() => taken()),
  );
  app.get(
    "/rejected",
    asyncHandler(() => Promise.reject(new Error("secret"))),
  );
  app.get("/callback", (_req, _res, next) =>
    setImmediate(callbackHandler(next), new Error("secret")),
  );
  app.post("/body", validate({ body: z.object({ a: z.string() }) }), (_req, res) => {
    res.json("ok");
  });
  app.get(
    "/late",
    asyncHandler(async (_req, res) => {
      res.json("ok");
      throw new Error("late");
    }),
  );
  app.get(
    "/twice",
    asyncHandler((_req, _res, next) => {
      next(new ConflictError("Taken."));
      next(new Error("second"));
    }),
  );
  app.get(
    "/no-content",
    asyncHandler((_req, res) => taken(res.status(204))),
  );
  app.get(
    "/not-modified",
    asyncHandler((_req, res) => taken(res.status(304))),
  );
  app.get(
    "/length",
    asyncHandler((_req, res) => taken(res.set("Content-Length", "7"))),
  );
  app.get(
    "/encoded",
    asyncHandler((_req, res) => taken(res.set("Content-Encoding", "gzip"))),
  );
  app.get(
    "/small",
    asyncHandler(() => taken()),
  );
  app.get(
    "/large",
    asyncHandler(() => {
      throw new ConflictError("Taken.", { extensions: { words: "many words ".repeat(500) } });
    }),
  );
}

function mountStreams(app: App): void {
  const stream = (path: string, headers: Record<string, string>, ...chunks: string[]): void => {
    app.get(
      path,
      asyncHandler(async (_req, res) => {
        res.set(headers);
        for (const chunk of chunks) res.write(chunk);
        // Let the half that is written reach the client.
        await new Promise((resolve) => {
          setTimeout(resolve, 30);
        });
        throw new ConflictError("Taken.");
      }),
    );
  };
  const events = { "Content-Type": "text/event-stream" };
  stream("/plain", { "Content-Type": "text/plain" }, "half");
  stream("/length", { "Content-Length": "100" }, "half");
  stream("/events-length", { ...events, "Content-Length": "100" }, "data: 1\n\n");
  stream("/events-encoded", { ...events, "Content-Encoding": "x-own" }, "data: 1\n\n");
  stream("/events-half", events, "data: 1\n\n", 'data: {"half":');
  stream("/lines-half", { "Content-Type": "application/x-ndjson" }, '{"id":1}\n', '{"id":');
}

/** Reads events as a browser does (HTML, section 9.2.6): only a blank line dispatches one. */
function parseEvents(text: string): { event: string; data: string }[] {
  const events: { event: string; data: string }[] = [];
  let event = "";
  let data: string[] = [];
  for (const line of text.split("\n")) {
    if (line === "") {
      if (data.length > 0) events.push({ event: event || "message", data: data.join("\n") });
      event = "";
      data = [];
    } else if (line.startsWith("event: ")) event = line.slice(7);
    else if (line.startsWith("data: ")) data.push(line.slice(6));
  }
  return events;
}
