import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import type express5 from "express";
import {
  asyncHandler,
  type ProblemDetails,
  requestContext,
  UnauthorizedError,
  validate,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

const json = { "Content-Type": "application/json" };
const form = { "Content-Type": "application/x-www-form-urlencoded" };
const text = { "Content-Type": "text/plain" };
const gzip = { ...json, "Content-Encoding": "gzip" };
const zipped = gzipSync(JSON.stringify({ title: "x".repeat(1000) }));
const lastOk = request("GET /ok", { Connection: "close" });

const Tree: z.ZodType = z.lazy(() =>
  z.union([z.string(), z.array(Tree), z.record(z.string(), Tree)]),
);

const bad: readonly (readonly [string, Record<string, string>, string | Buffer, object])[] = [
  ["half an object", json, '{"password":"hunter2",', invalidJson()],
  ["a bare word", json, "hunter2", invalidJson()],
  ["brackets that nobody closes, 20 kB of them", json, "[".repeat(20_000), invalidJson()],
  ["bytes that are no UTF-8", json, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), invalidJson()],
  ["a charset nobody has", json, "{}", { status: 415, code: "unsupported_media_type" }],
  ["a coding nobody has", { ...json, "Content-Encoding": "zip" }, "{}", { status: 415 }],
  [
    "what is no gzip",
    gzip,
    "{}",
    { status: 400, detail: "The compressed body cannot be decompressed." },
  ],
  ["half of a gzip", gzip, zipped.subarray(0, zipped.length / 2), { status: 400 }],
  ["a gzip without its end", gzip, zipped.subarray(0, -4), { status: 400 }],
  [
    "5 MB",
    json,
    `"${"x".repeat(5_000_000)}"`,
    { status: 413, code: "body_too_large", limitBytes: 102_400 },
  ],
  ["a bomb of gzip", gzip, gzipSync(`"${"x".repeat(5_000_000)}"`), { status: 413 }],
  ["20,000 form fields", form, "a=1&".repeat(20_000), { status: 413 }],
];

describe.each(expresses)("on %s", (_name, express) => {
  // fault: bad-body
  it.each(bad)("answers %s in its own words", async (what, headers, body, expected) => {
    await using app = await serve((app) => mountBodies(app, express), { express });
    const charset = what.startsWith("a charset")
      ? { "Content-Type": "application/json; charset=latin-2" }
      : {};

    const response = await app.api
      .post("/echo")
      .set({ ...headers, ...charset })
      .serialize((sent: unknown) => sent as string)
      .send(body as string);

    expect(problem(response)).toMatchObject(expected);
    expect(JSON.stringify([response.text, app.records])).not.toContain("hunter2");
    expect(app.records).toMatchObject([{ level: "info", outcome: "sent" }]);
  });

  // fault: deep-body
  it.each([
    ["20 kB of JSON", json, `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["20 kB of JSON objects", json, `${'{"a":'.repeat(3300)}1${"}".repeat(3300)}`],
    ["20 kB of a form", form, `a${"[b]".repeat(6600)}=1`],
  ])("answers %s nested all the way down with 400", async (_what, headers, body) => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const response = await app.api.post("/tree").set(headers).send(body);

    expect(problem(response).status).toBe(400);
    expect(app.records).toMatchObject([{ level: "info" }]);
  });

  it("refuses depth that was compressed below what 1,000 levels take", async () => {
    const body = gzipSync(`${"[".repeat(5000)}${"]".repeat(5000)}`);
    expect(body.length).toBeLessThan(1000);
    await using app = await serve((app) => mountEcho(app, z.unknown()), { express });

    const response = await fetch(`http://127.0.0.1:${app.port}`, {
      method: "POST",
      headers: gzip,
      body,
    });

    expect(((await response.json()) as ProblemDetails).errors).toMatchObject([
      { pointer: "#", code: "too_deep" },
    ]);
  });

  it("lets depth pass that a schema does not look at", async () => {
    const body = `{"title":"x","extra":${"[".repeat(5000)}${"]".repeat(5000)}}`;
    const schema = z.object({ title: z.string() });
    await using app = await serve((app) => mountEcho(app, schema), { express });

    const response = await app.api.post("/").set(json).send(body);

    expect(response.body).toEqual({ title: "x" });
  });

  // fault: proto-members
  it("takes members that look like an attack on prototypes for members", async () => {
    const members = '{"status":404,"expose":true,"polluted":true}';
    await using app = await serve((app) => mountBodies(app, express), { express });

    const response = await app.api
      .post("/strict")
      .set(json)
      .send(`{"__proto__":${members},"constructor":{"prototype":${members}},"title":"x"}`);

    expect(problem(response)).toMatchObject({ status: 400, code: "validation_failed" });
    expect(JSON.stringify(response.body.errors)).toContain("#/constructor");
    expect({}).not.toHaveProperty("polluted");
  });

  // fault: many-bad-values
  it.each([
    ["100,000 bad items", "/items", Array.from({ length: 100_000 }, () => 1), 100_000],
    ["1,000 bad items under names of 500 characters", "/names", longNames(1000), 1000],
  ])("answers %s with fewer than 64 kB, and counts them", async (_what, path, body, count) => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const response = await app.api
      .post(path)
      .set("Content-Type", "application/vnd.items+json")
      .send(JSON.stringify(body));

    expect(problem(response)).toMatchObject({ status: 400, errorCount: count });
    expect(response.body.errors).toHaveLength(50);
    expect(response.text.length).toBeLessThan(64_000);
    expect(JSON.stringify(app.records).length).toBeLessThan(32_000);
  });

  // fault: bad-encoding
  it("answers a path that cannot be decoded with 400, a handler's own URIError with 500, and a query never", async () => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    expect(problem(await app.api.get("/items/%E0%A4%A"))).toMatchObject({
      status: 400,
      code: "bad_request",
    });
    expect(problem(await app.api.get("/decodes")).status).toBe(500);
    expect((await app.api.get("/ok?title=%E0%A4%A&a[b=%")).status).toBe(200);
  });

  // fault: refused-upload
  it.each([
    ["at once", "a handler that refuses 50 MB", text, 401, 40_000_000],
    ["once it has come", "a body parser that refuses 50 MB", json, 413, 51_000_000],
  ])("answers %s %s, and keeps nothing of it", async (_when, _what, type, status, bytes) => {
    await using app = await serve((app) => mountBodies(app, express), { express });
    const before = retained();
    const upload = await open(app.port, {
      ...type,
      Connection: "close",
      "Content-Length": "50000000",
    });
    const piece = Buffer.alloc(100_000, "x");

    for (let sent = 0; sent < 50_000_000 && !upload.socket.destroyed; sent += 100_000) {
      if (upload.socket.write(piece)) continue;
      // A second after the answer the connection may close under what is still to come.
      const drained = once(upload.socket, "drain").catch(() => {});
      await Promise.race([drained, upload.closed]);
    }
    await upload.closed;

    expect(upload.statuses()).toEqual([status]);
    expect(upload.text()).toMatch(/"requestId":"req_\w+"\}$/);
    expect(upload.answeredAfter()).toBeLessThan(bytes);
    // What was on its way when the connection closed is freed a little later.
    await expect.poll(() => retained() - before, { timeout: 5000 }).toBeLessThan(10_000_000);
    expect(app.records).toHaveLength(1);
  });

  // fault: refused-upload
  it("lets a client finish what it is sending before it closes, so that nothing is reset", async () => {
    await using app = await serve((app) => mountBodies(app, express), { express });
    const upload = await open(app.port, { ...text, "Content-Length": "1000000" });

    await once(upload.socket, "data");
    upload.socket.write(Buffer.alloc(1_000_000, "x"));
    await upload.closed;

    expect(upload.statuses()).toEqual([401]);
    expect(upload.reset()).toBe(false);
  });

  // fault: stalled-parser
  it("ends a body that is too large and stalls, which its parser waits for, at the deadline", async () => {
    const type = "application/vnd.article+json";
    await using app = await serve(
      (app) => app.use(requestContext({ timeout: 300 })).use(express.json({ type })),
      { express },
    );
    const upload = await open(app.port, { "Content-Type": type, "Content-Length": "1000000" }, "[");

    await upload.closed;

    expect(upload.statuses()).toEqual([503]);
    expect(app.records[0]).toMatchObject({ code: "deadline_exceeded" });
  });

  // fault: stalled-upload
  it.each([
    ["a body that stalls", { ...text, "Content-Length": "1000" }, "half", 401],
    [
      "a chunked body without an end",
      { ...text, "Transfer-Encoding": "chunked" },
      "4\r\nhalf\r\n",
      401,
    ],
  ])("answers %s at once, and closes a second later", async (_what, headers, start, status) => {
    await using app = await serve((app) => mountBodies(app, express), { express });
    const begun = performance.now();
    const upload = await open(app.port, headers, start);

    await once(upload.socket, "data");
    const answered = performance.now() - begun;
    await upload.closed;
    const closed = performance.now() - begun;

    expect(upload.statuses()).toEqual([status]);
    expect(closed - answered).toBeGreaterThan(500);
    expect(closed).toBeLessThan(10_000);
    expect(upload.text()).toContain("Connection: close");
  });

  // fault: expect-continue
  it("lets a client that asks before it sends go on, and answers", async () => {
    await using app = await serve((app) => mountBodies(app, express), { express });
    const upload = await open(app.port, {
      ...text,
      "Content-Length": "4",
      Expect: "100-continue",
    });

    await once(upload.socket, "data");
    upload.socket.write("half");
    await upload.closed;

    expect(upload.statuses()).toEqual([100, 401]);
  });

  // fault: long-body
  it("answers a body that is longer than it says, and leaves the rest to Node", async () => {
    await using app = await serve((app) => mountBodies(app, express), { express });
    const longer = request("POST /echo", { ...json, Connection: "keep-alive" }, "{}");

    const { statuses } = await exchange(app.port, longer, '{"more":1}');

    expect(statuses).toEqual([200, 400]);
    expect((await app.api.get("/ok")).status).toBe(200);
  });

  // fault: huge-target
  it.each([
    ["a target of 5 MB", `GET /${"x".repeat(5_000_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ["a header of 5 MB", request("GET /ok", { "X-Long": "x".repeat(5_000_000) })],
  ])("survives %s, which Node refuses by itself", async (_what, sent) => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const { statuses } = await exchange(app.port, sent);

    expect(statuses).toEqual([431]);
    expect((await app.api.get("/ok")).status).toBe(200);
  });

  // fault: absolute-target
  it("answers an absolute target like any other", async () => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const { statuses } = await exchange(app.port, request("GET http://a/nowhere"), lastOk);

    expect(statuses).toEqual([404, 200]);
    expect(app.records).toMatchObject([{ code: "route_not_found" }]);
  });

  // fault: unparsable-target
  it("never sees an absolute target that is no URL: Express answers it alone, and the process lives", async () => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const answers = await exchange(app.port, request("GET http://[bad/"), lastOk);

    expect(answers.statuses).toEqual([404, 200]);
    expect(answers.text).toContain("text/html");
    expect(app.records).toEqual([]);
  });

  // fault: unparsable-target
  it("sees such a target where something stands between the server and the app", async () => {
    const app = express();
    app.get("/ok", (_req, res) => void res.json("ok"));
    const server = createServer((req, res) => {
      if (req.url?.startsWith("/") || URL.canParse(req.url ?? "", "http://localhost"))
        app(req, res);
      else res.writeHead(400).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;

    const { statuses } = await exchange(
      port,
      request("GET http://[bad/"),
      request("GET http://a/ok"),
      request("OPTIONS *"),
      lastOk,
    );
    server.close();

    expect(statuses).toEqual([400, 200, 404, 200]);
  });
});

function mountEcho(app: express5.Express, schema: z.ZodType): void {
  app.post("/", validate({ body: schema }), (req, res) => void res.json(req.body));
}

function mountBodies(app: express5.Express, express: typeof express5): void {
  app.use(express.urlencoded({ extended: true }));
  app.use(express.json({ limit: "2mb", type: "application/vnd.items+json" }));
  app.get("/ok", (_req, res) => void res.json("ok"));
  app.get("/items/:id", (_req, res) => void res.json("ok"));
  app.get(
    "/decodes",
    asyncHandler(() => {
      decodeURIComponent("%E0%A4%A");
    }),
  );
  app.post("/echo", (req, res) => void res.json(req.body));
  app.post("/upload", (_req, _res, next) => next(new UnauthorizedError("Bearer")));
  app.post("/tree", validate({ body: Tree }), (_req, res) => void res.json("ok"));
  app.post("/items", validate({ body: z.array(z.string()) }));
  app.post("/names", validate({ body: z.record(z.string(), z.string()) }));
  app.post(
    "/strict",
    validate({ body: z.object({ title: z.string() }).strict() }),
    (_req, res) => void res.json("ok"),
  );
}

/** The bytes of buffers that are still in use. */
function retained(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().arrayBuffers;
}

function invalidJson(): object {
  return { status: 400, code: "invalid_json", detail: "The body is not valid JSON." };
}

function longNames(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${"n".repeat(500)}${i}`, 1]));
}

interface Upload {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  text(): string;
  statuses(): readonly number[];
  /** How many bytes had been sent when the first byte of the answer came. */
  answeredAfter(): number;
  reset(): boolean;
}

/** Begins to send a body, and listens. */
async function open(port: number, headers: Record<string, string>, start = ""): Promise<Upload> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  let reset = false;
  let answeredAfter = Number.POSITIVE_INFINITY;
  socket.on("data", (chunk) => {
    answeredAfter = Math.min(answeredAfter, socket.bytesWritten);
    received += chunk.toString("latin1");
  });
  socket.on("error", () => (reset = true));
  const closed = new Promise((resolve) => {
    socket.once("close", resolve);
  });
  await once(socket, "connect");
  const path = headers["Content-Type"] === "text/plain" ? "/upload" : "/echo";
  socket.write(request(`POST ${path}`, headers) + start);
  return {
    socket,
    closed,
    text: () => received,
    statuses: () =>
      [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status)),
    answeredAfter: () => answeredAfter,
    reset: () => reset,
  };
}
