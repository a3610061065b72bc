import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { request } from "node:https";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type ChildApp, startApp } from "../support/child.ts";
import { presharedKeyClient } from "../support/preshared-key.ts";

describe.concurrent("other servers than HTTP/1.1", () => {
  // fault: other-servers
  it("over TLS, requests in flight finish, new ones get a 503, and the last streams are cut", async () => {
    await using app = await startApp("others", { args: ["https"] });
    const slow = askTls(app, "/slow");
    const stream = askTls(app, "/stream");
    await app.arrived("/slow", "/stream");

    const culprit = await askTls(app, "/crash");
    await crashed(app);
    const late = await askTls(app, "/fine");

    expect(culprit).toMatchObject({ status: 200, text: "fine" });
    expect(late).toMatchObject({ status: 503, text: expect.stringContaining("service_unavail") });
    expect(await slow).toMatchObject({ status: 200, text: "slow" });
    expect(await stream).toMatchObject({ error: "ECONNRESET" });
    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output().match(/uncaughtException/g)).toHaveLength(1);
  });

  // fault: other-servers
  it("over HTTP/2, requests in flight finish, new streams get a 503, and the last streams are reset", async () => {
    await using app = await startApp("others", { args: ["http2"] });
    const session = connectHttp2(app.url);
    session.on("error", () => {});
    const slow = askHttp2(session, "/slow");
    const stream = askHttp2(session, "/stream");
    await app.arrived("/slow", "/stream");

    await askHttp2(session, "/crash");
    await crashed(app);
    const late = await askHttp2(session, "/fine");

    expect(late).toMatchObject({ status: 503, text: expect.stringContaining("service_unavail") });
    expect(await slow).toMatchObject({ status: 200, text: "slow" });
    expect(await stream).toHaveProperty("error");
    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output().match(/uncaughtException/g)).toHaveLength(1);
    expect(app.output()).not.toContain("Warning");
  });
});

describe.concurrent("an upgrade or a tunnel", () => {
  // fault: other-servers
  it.each([
    ["WebSocket", "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"],
    ["CONNECT", "CONNECT other:443 HTTP/1.1\r\nHost: other:443\r\n\r\n"],
  ])(
    "%s: is refused while the process drains; one that lasts may last until the deadline",
    async (_what, head) => {
      await using app = await startApp("others", { args: ["http", "upgrade"] });
      const lasting = connect(app.port, "127.0.0.1");
      lasting.write(head);
      await once(lasting, "data");

      crash(app);
      await crashed(app);
      const refused = connect(app.port, "127.0.0.1");
      refused.write(head);
      const answer = await text(refused);
      // Longer than a new connection may be silent.
      await sleep(1300);
      lasting.write("still here");
      const [echo] = (await once(lasting, "data")) as [Buffer];

      expect(answer).toMatch(/^HTTP\/1.1 503 Service unavailable\r\n/);
      expect(answer).toContain('"code":"service_unavailable"');
      expect(String(echo)).toBe("still here");
      await once(lasting, "close");
      expect(await app.exit).toEqual({ code: 1, signal: null });
    },
  );

  it("that the app does not handle stays an ordinary request", async () => {
    await using app = await startApp("others", { args: ["http"] });
    const socket = connect(app.port, "127.0.0.1");

    socket.write("GET /fine HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];

    expect(String(answer)).toMatch(/^HTTP\/1.1 200 OK/);
    socket.destroy();
  });
});

describe.concurrent("bytes that are not a request", () => {
  const overflow = `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`;

  // fault: not-http
  it("get the response of Node unless the guard is told otherwise", async () => {
    await using app = await startApp("others", { args: ["http"] });

    expect(await sent(app, "nonsense\r\n\r\n")).toBe(
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    );
  });

  // fault: not-http
  it("get a problem if the option is set", async () => {
    await using app = await startApp("others", { args: ["http", "clientErrors"] });

    const malformed = await sent(app, "nonsense\r\n\r\n");
    const tooLarge = await sent(app, overflow);
    const inMidAnswer = await sent(
      app,
      "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n",
      "nonsense\r\n\r\n",
    );

    expect(malformed).toMatch(/^HTTP\/1.1 400 Bad request\r\nContent-Type: application\/problem/);
    expect(malformed).toContain('"code":"bad_request"}');
    expect(tooLarge).toMatch(/^HTTP\/1.1 431 /);
    expect(inMidAnswer.match(/HTTP\/1.1/g)).toHaveLength(1);
    expect(app.running()).toBe(true);
  });

  it("of a client that has left do no harm", async () => {
    await using app = await startApp("others", { args: ["http", "clientErrors"] });
    const socket = connect(app.port, "127.0.0.1");
    await once(socket, "connect");

    socket.write("GET /fine HTTP/1.1\r\nHost");
    socket.resetAndDestroy();

    expect(await sent(app, "nonsense\r\n\r\n")).toContain("400");
    expect(app.running()).toBe(true);
  });
});

async function sent(app: ChildApp, ...parts: readonly string[]): Promise<string> {
  const socket = connect(app.port, "127.0.0.1");
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (received += chunk));
  socket.on("error", () => {});
  const closed = once(socket, "close");
  for (const part of parts) {
    socket.write(part);
    await Promise.race([once(socket, "data"), closed]);
  }
  await closed;
  return received;
}

function crash(app: ChildApp): Socket {
  const socket = connect(app.port, "127.0.0.1").on("error", () => {});
  socket.write("GET /crash HTTP/1.1\r\nHost: x\r\n\r\n");
  return socket;
}

async function crashed(app: ChildApp): Promise<void> {
  while (!app.output().includes("uncaughtException")) await sleep(5);
}

function askTls(app: ChildApp, path: string): Promise<object> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void => resolve({ error: error.code });
    const options = {
      ...presharedKeyClient,
      host: "127.0.0.1",
      port: app.port,
      path,
      agent: false,
    };
    const req = request(options, (res) => {
      text(res).then((body) => resolve({ status: res.statusCode, text: body }), fail);
    });
    req.on("error", fail).end();
  });
}

async function askHttp2(session: ReturnType<typeof connectHttp2>, path: string): Promise<object> {
  const stream = session.request({ ":path": path });
  let status: unknown;
  stream.on("response", (headers) => (status = headers[":status"]));
  try {
    return { text: await text(stream), status };
  } catch (error) {
    return { error };
  }
}
