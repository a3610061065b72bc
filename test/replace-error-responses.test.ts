import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { Express, Request, Response } from "express";
import { errorHandler, replaceErrorResponses, UnauthorizedError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { listen, serve, type ServeOptions } from "./support/app.ts";
import { expresses } from "./support/expresses.ts";
import { ask } from "./support/http.ts";
import { problem } from "./support/problem.ts";

const secret = "hunter2";
const page = `<html><body>${secret} at /srv/app/db.js:12</body></html>`;
const thisFile = fileURLToPath(import.meta.url);

type Handler = (req: Request, res: Response) => unknown;

/** Ways to send an error response without `next`, and the status of each. */
const ways: readonly (readonly [way: string, status: number, handler: Handler])[] = [
  ["res.sendStatus", 401, (_req, res) => res.sendStatus(401)],
  ["res.sendStatus with a status that is not registered", 420, (_req, res) => res.sendStatus(420)],
  ["a status and nothing else", 403, (_req, res) => res.status(403).end()],
  ["a text", 404, (_req, res) => res.status(404).send(`no ${secret}`).end()],
  ["a page", 500, (_req, res) => res.status(500).send(page)],
  ["a page of XHTML", 500, (_req, res) => res.status(500).type("application/xhtml+xml").send(page)],
  ["bytes without a type", 502, (_req, res) => res.writeHead(502).end(Buffer.from(secret))],
  ["a head with its headers", 503, (_req, res) => writeHead(res, { "Content-Type": "text/plain" })],
  [
    "a head with a list of headers",
    503,
    (_req, res) => writeHead(res, ["Content-Type", "text/css"]),
  ],
  [
    "a head with pairs of headers",
    503,
    (_req, res) => writeHead(res, [["content-type", "text/x"]]),
  ],
  ["a head with a message", 503, (_req, res) => res.writeHead(503, secret, {}).end(secret)],
  ["a head that is flushed", 500, (_req, res) => flush(res)],
  ["several writes", 500, (_req, res) => writeSlowly(res)],
  ["a stream", 404, (_req, res) => void createReadStream(thisFile).pipe(res.status(404))],
  ["a pipeline", 500, (_req, res) => pipeline(Readable.from([secret, page]), res.status(500))],
  [
    "a text under another encoding",
    500,
    (_req, res) => res.status(500).end("aHVudGVyMg==", "base64"),
  ],
  ["a file as its page", 404, (_req, res) => res.status(404).type("text").sendFile(thisFile)],
  ["JSON that is not declared", 400, (_req, res) => res.status(400).end(`{"${secret}":1}`)],
  ["a length", 500, (_req, res) => res.status(500).set("Content-Length", "7").end(secret)],
];

function writeHead(res: Response, headers: object): void {
  // Node takes lists and pairs too, which its types do not say of this overload.
  res.writeHead(503, headers as Record<string, string>).end(secret);
}

function flush(res: Response): void {
  res.status(500).type("html").flushHeaders();
  setTimeout(() => res.end(page), 5);
}

function writeSlowly(res: Response): void {
  res.status(500).type("text").write(secret);
  setTimeout(() => res.write(Buffer.from("more")), 5);
  setTimeout(() => res.end("the end"), 10);
}

function serveBehind(
  options: Parameters<typeof replaceErrorResponses>[0],
  mount: (app: Express) => unknown,
  rest: ServeOptions,
) {
  return serve(
    (app) => {
      app.use(replaceErrorResponses(options));
      mount(app);
    },
    { parseJson: false, ...rest },
  );
}

describe.each(expresses)("replaceErrorResponses on %s", (_name, express) => {
  // fault: escaped-response
  it.each(ways)("replaces %s", async (_way, status, handler) => {
    await using app = await serveBehind({}, (target) => target.get("/a/:id", handler), { express });

    const response = await app.api.get("/a/1");

    expect(problem(response)).toMatchObject({
      status,
      type: expect.stringContaining("/problems/"),
    });
    expect(response.status).toBe(status);
    expect(response.text + JSON.stringify(response.headers)).not.toContain(secret);
    expect(app.records).toMatchObject([{ status, outcome: "sent", route: "/a/:id" }]);
  });

  it("keeps what the client needs next, and drops what described the body", async () => {
    await using app = await serveBehind(
      {},
      (target) =>
        target.get("/", (_req, res) => {
          res
            .cookie("a", "1")
            .vary("Origin")
            .set("Content-Encoding", "identity")
            .set("ETag", '"1"');
          res.set("RateLimit-Remaining", "0").set("Access-Control-Allow-Origin", "*");
          res
            .writeHead(429, { "Retry-After": "30", "Set-Cookie": ["b=2", "c=3"] })
            .end("slow down");
        }),
      { express },
    );

    const response = await app.api.get("/");

    expect(problem(response).code).toBe("too_many_requests");
    expect(response.headers).toMatchObject({
      "retry-after": "30",
      "ratelimit-remaining": "0",
      "access-control-allow-origin": "*",
      vary: "Origin",
      "set-cookie": ["b=2", "c=3"],
    });
    expect(response.headers).not.toHaveProperty("etag");
    expect(response.headers).not.toHaveProperty("content-encoding");
  });

  it.each([
    ["WWW-Authenticate", 401, 'Basic realm="a"'],
    ["Allow", 405, "GET, HEAD"],
    ["Content-Range", 416, "bytes */12"],
    ["Upgrade", 426, "TLS/1.3"],
  ])("keeps %s, which a %i has to have", async (name, status, value) => {
    await using app = await serveBehind(
      {},
      (target) => target.get("/", (_req, res) => void res.status(status).set(name, value).end()),
      { express },
    );

    const response = await app.api.get("/");

    expect(response.status).toBe(status);
    expect(response.headers[name.toLowerCase()]).toBe(value);
  });

  it("records the type, the size and the beginning of the body that it replaced, masked", async () => {
    await using app = await serveBehind(
      {},
      (target) =>
        target.get("/", (_req, res) => {
          res.status(500).send(`password=${secret} ${"x".repeat(3000)}`);
        }),
      { express },
    );

    await app.api.get("/");

    const [record] = app.records;
    expect(record).toMatchObject({
      level: "error",
      error: {
        message: "The app sent a response of type text/html; charset=utf-8 with status 500",
      },
      context: { replaced: { contentType: "text/html; charset=utf-8", bytes: 3017 } },
    });
    expect(JSON.stringify(record)).not.toContain(secret);
    expect(JSON.stringify(record)).toContain("password=");
    expect(record?.error.stack).toContain("replace-error-responses.test");
  });

  it("replaces Express's own page for an unknown path, which comes after every middleware", async () => {
    const records: unknown[] = [];
    const app = express();
    app.use(replaceErrorResponses());
    app.use(errorHandler({ reporter: (record) => records.push(record) }));
    await using served = await listen(app);

    const { status, headers, text } = await ask(`http://127.0.0.1:${served.port}/nowhere`);

    expect(status).toBe(404);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(text)).toMatchObject({ code: "not_found", status: 404 });
    expect(records).toMatchObject([{ status: 404, outcome: "sent" }]);
  });

  it("leaves Express's own page alone where no errorHandler is mounted", async () => {
    const app = express();
    app.use(replaceErrorResponses());
    await using served = await listen(app);

    const { status, text } = await ask(`http://127.0.0.1:${served.port}/nowhere`);

    expect(status).toBe(404);
    expect(text).toContain("<!DOCTYPE html>");
  });

  it("responds to HEAD with the head of the problem that GET gets", async () => {
    await using app = await serveBehind(
      {},
      (target) => target.get("/", (_req, res) => void res.status(404).send("nothing here")),
      { express },
    );

    const get = await app.api.get("/");
    const head = await app.api.head("/");

    expect(head.status).toBe(404);
    expect(head.text ?? "").toBe("");
    expect(head.headers["content-type"]).toBe("application/problem+json");
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
  });

  it.each<[string, number, string, string]>([
    ["a problem", 400, "application/problem+json", '{"title":"Mine"}'],
    ["JSON", 400, "application/json; charset=utf-8", '{"error":"mine"}'],
    ["JSON of another type", 400, "application/vnd.api+json", '{"errors":[]}'],
    ["an event stream", 500, "text/event-stream; charset=utf-8", "event: error\n\n"],
    ["an image", 404, "image/png", "PNG"],
    ["XML", 500, "application/xml", "<error/>"],
    ["a success", 200, "text/plain; charset=utf-8", "fine"],
    ["a redirect", 302, "text/html; charset=utf-8", "<p>over there</p>"],
  ])("leaves %s alone", async (_what, status, type, body) => {
    await using app = await serveBehind(
      {},
      (target) =>
        target.get("/", (_req, res) => void res.status(status).set("Content-Type", type).end(body)),
      { express },
    );

    const response = await ask(`http://127.0.0.1:${app.port}/`);

    expect(response.status).toBe(status);
    expect(response.headers["content-type"]).toBe(type);
    expect(response.text).toBe(body);
    expect(app.records).toEqual([]);
  });

  it("replaces JSON too where the app asks for it, but no problem", async () => {
    await using app = await serveBehind(
      { json: true },
      (target) => {
        target.get("/json", (_req, res) => void res.status(400).json({ error: secret }));
        target.get("/problem", (_req, res) => {
          res.status(400).type("application/problem+json").send('{"title":"Mine"}');
        });
      },
      { express },
    );

    expect(problem(await app.api.get("/json")).code).toBe("bad_request");
    expect(JSON.parse((await app.api.get("/problem")).text)).toEqual({ title: "Mine" });
  });

  it.each([
    ["/files", "/files"],
    ["/files/", "/files/a.txt"],
    ["/Files", "/FILES/a.txt"],
  ])("with except %s, leaves the responses of %s alone", async (except, path) => {
    await using app = await serveBehind(
      { except: [except] },
      (target) => target.use((_req, res) => void res.status(404).send("mine")),
      { express },
    );

    expect((await app.api.get(path)).text).toBe("mine");
    expect(problem(await app.api.get("/filesystem")).code).toBe("not_found");
  });

  it("leaves the problems of errorHandler alone, in whatever format they are", async () => {
    await using app = await serveBehind(
      { json: true },
      (target) =>
        target.get("/", () => {
          throw new UnauthorizedError("Bearer", "No token.");
        }),
      { express, html: true, serialize: ({ code }) => ({ error: code }) },
    );

    const json = await app.api.get("/");
    const html = await app.api.get("/").set("Accept", "text/html");

    expect(JSON.parse(json.text)).toEqual({ error: "unauthorized" });
    expect(html.text).toContain("No token.");
    expect(app.records).toMatchObject([{ code: "unauthorized" }, { code: "unauthorized" }]);
  });
});

it("refuses unknown and wrong options, and its use without parentheses", () => {
  expect(() => replaceErrorResponses({ except: "/files" } as object)).toThrow(
    'replaceErrorResponses: except must be an array of paths that begin with "/", for instance ["/files"], got "/files".',
  );
  expect(() => replaceErrorResponses({ except: ["files"] })).toThrow("must be an array of paths");
  expect(() => replaceErrorResponses({ json: 1 } as object)).toThrow(
    "replaceErrorResponses: json must be true or false, got 1.",
  );
  expect(() => replaceErrorResponses({ paths: [] } as object)).toThrow("unknown option");
});
