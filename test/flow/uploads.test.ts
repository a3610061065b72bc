import { EventEmitter, once } from "node:events";
import { connect, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type express5 from "express";
import { asyncHandler, requestContext, UnauthorizedError } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { exchange, request } from "../support/raw-http.ts";

const json = { "Content-Type": "application/json" };
const text = { "Content-Type": "text/plain" };

describe.each(expresses)("on %s", (_name, express) => {
  // fault: refused-upload
  it.each([
    ["at once", "a handler refuses 50 MB", text, 401, 40_000_000],
    ["after the body", "a body parser refuses 50 MB", json, 413, 51_000_000],
  ])("responds %s when %s, and keeps nothing of it", async (_when, _what, type, status, bytes) => {
    await using app = await serve((app) => mountUploads(app), { express });
    const before = retained();
    const upload = await open(app.port, {
      ...type,
      Connection: "close",
      "Content-Length": "50000000",
    });
    const piece = Buffer.alloc(100_000, "x");

    for (let sent = 0; sent < 50_000_000 && !upload.socket.destroyed; sent += 100_000) {
      if (upload.socket.write(piece)) continue;
      // A second after the response the connection may close under what is still to come.
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
  it("lets a client finish sending before it closes the connection, so that nothing is reset", async () => {
    await using app = await serve((app) => mountUploads(app), { express });
    const upload = await open(app.port, { ...text, "Content-Length": "1000000" });

    await once(upload.socket, "data");
    upload.socket.write(Buffer.alloc(1_000_000, "x"));
    await upload.closed;

    expect(upload.statuses()).toEqual([401]);
    expect(upload.reset()).toBe(false);
  });

  // fault: stalled-parser
  it("ends a body that is too large and stalls in its parser at the deadline", async () => {
    const type = "application/vnd.article+json";
    await using app = await serve(
      (app) => app.use(requestContext({ timeout: 300 })).use(express.json({ type })),
      { express },
    );
    const upload = await open(app.port, { "Content-Type": type, "Content-Length": "1000000" }, "[");

    await upload.closed;

    expect(upload.statuses()).toEqual([408]);
    expect(app.records[0]).toMatchObject({ level: "info", code: "request_timeout" });
  });

  // fault: slow-upload
  it.each<[string, (upload: Upload) => unknown]>([
    ["whose client leaves", ({ socket }) => socket.destroy()],
    ["that goes on stalling", () => {}],
    ["that arrives after all", ({ socket }) => socket.write('"}')],
  ])("ends a slow upload with a 408 at the deadline: one %s", async (_what, goOn) => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const saved: unknown[] = [];
    await using app = await serve(
      (app) => {
        app.set("env", "development");
        const router = express.Router();
        router.use(requestContext({ timeout: 100 }), express.json({ type: "*/*" }));
        app.use(router);
        app.post("/", (req, res) => {
          saved.push(req.body);
          res.json("saved");
        });
      },
      { express, parseJson: false },
    );
    const headers = { "Content-Type": "application/json", "Content-Length": "12" };
    const upload = await open(app.port, headers, '{"a":"1234');

    await expect.poll(() => app.records.length).toBe(1);
    if (upload.statuses().length === 0) await once(upload.socket, "data");
    goOn(upload);
    await upload.closed;

    expect(upload.statuses()).toEqual([408]);
    expect(app.records[0]).toMatchObject({
      level: "info",
      status: 408,
      code: "request_timeout",
      outcome: "sent",
    });
    expect(app.records.filter(({ level }) => level === "error")).toEqual([]);
    expect(saved).toEqual([]);
    expect(printed.mock.calls).toEqual([]);
    printed.mockRestore();
    expect((await app.api.get("/none")).status).toBe(404);
  });

  // fault: slow-upload
  it("says 503 where the body has arrived, or waits for the app to read it", async () => {
    await using app = await serve(
      (app) => app.use(requestContext({ timeout: 100 })).use(() => {}),
      {
        express,
        parseJson: false,
      },
    );
    const whole = await open(app.port, { ...text, "Content-Length": "4" }, "full");
    const unread = await open(
      app.port,
      { ...text, "Content-Length": "50000000" },
      "x".repeat(2_000_000),
    );

    await Promise.all([whole.closed, unread.closed]);

    expect(whole.statuses()).toEqual([503]);
    expect(unread.statuses()).toEqual([503]);
    expect(app.records.map(({ code }) => code)).toEqual(["deadline_exceeded", "deadline_exceeded"]);
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
  ])(
    "responds to %s at once, and closes the connection a second later",
    async (_what, headers, start, status) => {
      await using app = await serve((app) => mountUploads(app), { express });
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
    },
  );

  // fault: stalled-upload
  it("only reports a second failure while the body still arrives, and the response is whole", async () => {
    const disk = new EventEmitter();
    await using app = await serve(
      (app) => {
        const save = asyncHandler(async (_req, _res, next) => {
          next(new UnauthorizedError("Bearer"));
          await once(disk, "full");
        });
        app.post("/upload", save);
      },
      { express },
    );
    const upload = await open(app.port, { ...text, "Content-Length": "1000" }, "half");

    await once(upload.socket, "data");
    disk.emit("error", new Error("Disk full"));
    await upload.closed;

    expect(upload.text()).toMatch(/^HTTP\/1\.1 401 [^]*"requestId":"req_\w+"\}$/);
    expect(app.records.map(({ outcome }) => outcome)).toEqual(["sent", "late"]);
  });

  // fault: expect-continue
  it("sends 100 Continue to a client that waits for it, and then the response", async () => {
    await using app = await serve((app) => mountUploads(app), { express });
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
  it("responds to a body that is longer than its Content-Length, and leaves the rest to Node", async () => {
    await using app = await serve((app) => mountUploads(app), { express });
    const longer = request("POST /echo", { ...json, Connection: "keep-alive" }, "{}");

    const { statuses } = await exchange(app.port, longer, '{"more":1}');

    expect(statuses).toEqual([200, 400]);
    expect((await app.api.get("/ok")).status).toBe(200);
  });
});

function mountUploads(app: express5.Express): void {
  app.get("/ok", (_req, res) => void res.json("ok"));
  app.post("/echo", (req, res) => void res.json(req.body));
  app.post("/upload", (_req, _res, next) => next(new UnauthorizedError("Bearer")));
}

/** Returns the bytes of buffers that are still in use. */
function retained(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().arrayBuffers;
}

interface Upload {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  text(): string;
  statuses(): readonly number[];
  /** How many bytes had been sent when the first byte of the response came. */
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
