import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { type ChildApp, startApp } from "../support/child.ts";
import { ask } from "../support/http.ts";

const quick = { lameDuck: 300, deadline: 2000, clientErrors: true };
const type = "application/vnd.example+json";
const language = { "accept-language": "de" };

// fault: process-format
describe.concurrent("the serialize option of guardProcess", () => {
  it("decides the body of the 500, of the 503 while the process drains, and of the 503 at the deadline", async () => {
    await using app = await start({ ...quick, serialize: "flat" });
    const stuck = ask(`${app.url}/stuck`, { headers: language });
    await app.arrived("/stuck");

    const culprit = await ask(`${app.url}/crash/timer`, { headers: language });
    const next = await ask(`${app.url}/fine`, { headers: language });
    const probe = await ask(`${app.url}/ready`, { headers: language });

    const answers = [culprit, next, probe, await stuck];
    expect(answers.map(({ status }) => status)).toEqual([500, 503, 503, 503]);
    for (const { status, headers, text: body } of answers) {
      expect(headers["content-type"]).toBe(type);
      expect(JSON.parse(body)).toEqual({
        error: status === 500 ? "internal_error" : "service_unavailable",
        requestId: headers["x-request-id"],
        asked: "de",
      });
    }
  });

  it("decides the body of the probe after SIGTERM", async (context) => {
    await using app = await start({ lameDuck: 1500, deadline: 3000, serialize: "flat" });

    app.child.kill("SIGTERM");

    // `expect.poll` has to know its test among those that run at the same time.
    await context.expect.poll(async () => (await ask(`${app.url}/ready`)).status).toBe(503);
    expect((await ask(`${app.url}/ready`)).headers["content-type"]).toBe(type);
  });

  it.each([
    ["bytes that are not HTTP", "rubbish\r\n\r\n", 400, "bad_request", "nothing"],
    ["headers that are too large", large(), 431, "request_header_fields_too_large", "nothing"],
  ])("decides the body for %s", async (_what, bytes, status, error, asked) => {
    await using app = await start({ ...quick, serialize: "flat" });

    const received = await send(app, bytes);

    expect(received).toContain(`HTTP/1.1 ${status} `);
    expect(received).toContain(`Content-Type: ${type}\r\n`);
    expect(JSON.parse(received.split("\r\n\r\n")[1] ?? "")).toEqual({ error, asked });
  });

  it("decides the body for an upgrade while the process drains, and gets its request", async () => {
    await using app = await start({ ...quick, serialize: "flat" }, { UPGRADES: "1" });
    await ask(`${app.url}/crash/timer`);

    const received = await send(
      app,
      "GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: de\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );

    expect(JSON.parse(received.split("\r\n\r\n")[1] ?? "")).toEqual({
      error: "service_unavailable",
      asked: "de",
    });
  });

  it("is replaced by the plain problem when it throws, and one warning says so", async () => {
    await using app = await start({ ...quick, serialize: "throws" });

    const received = await send(app, "rubbish\r\n\r\n");
    const culprit = await ask(`${app.url}/crash/timer`);
    await app.exit;

    expect(received).toContain("Content-Type: application/problem+json\r\n");
    expect(received).toContain('"code":"bad_request"');
    expect(culprit).toMatchObject({
      status: 500,
      headers: { "content-type": "application/problem+json" },
    });
    expect(JSON.parse(culprit.text)).toHaveProperty("code", "internal_error");
    expect(app.output().match(/BACKSTOP_SERIALIZER_FAILED/g)).toHaveLength(1);
    expect(app.output()).toContain("the serializer's own failure");
  });
});

function start(options: object, env: NodeJS.ProcessEnv = {}): Promise<ChildApp> {
  return startApp("crashes", { args: [JSON.stringify(options)], env });
}

function send(app: ChildApp, bytes: string): Promise<string> {
  const socket = connect(app.port, "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

function large(): string {
  return `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${"x".repeat(20_000)}\r\n\r\n`;
}
