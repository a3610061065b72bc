import { once } from "node:events";
import { Agent } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type ChildApp, startApp } from "../support/child.ts";
import { ask } from "../support/http.ts";

describe.concurrent("a signal", () => {
  // fault: sigterm
  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s lets the requests in flight finish, takes no new connection, and exits with 0",
    async (signal) => {
      await using app = await start({ lameDuck: 100, deadline: 5000, onClose: "says" });
      const inFlight = ask(`${app.url}/slow/900`);
      await app.arrived("/slow/900");

      app.child.kill(signal);
      await refusal(app);

      expect(app.running()).toBe(true);
      expect(withoutTime(app)).toBe(
        `shutdown after ${signal}: draining, 1 request in progress; exit with code 0 within 5,000 ms\n`,
      );
      expect(await inFlight).toMatchObject({ status: 200, headers: { connection: "close" } });
      expect(await app.exit).toEqual({ code: 0, signal: null });
      expect(app.output()).toMatch(/\nclosed\n$/);
    },
  );

  // fault: sigterm
  it("makes the probe report not ready at once, while requests are still served", async () => {
    await using app = await start({ lameDuck: 1500, deadline: 5000 });
    const before = await ask(`${app.url}/ready`);

    app.child.kill("SIGTERM");
    const probe = await until(app, "/ready", 503);
    const request = await ask(`${app.url}/fine`);

    expect(before).toMatchObject({ status: 200, text: '{"status":"ready"}' });
    expect(before.headers["cache-control"]).toBe("no-store");
    expect(probe.headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(probe.text)).toMatchObject({ code: "service_unavailable" });
    expect(request).toMatchObject({ status: 200, headers: { connection: "close" } });
    expect(await app.exit).toEqual({ code: 0, signal: null });
  });

  // fault: sigterm
  it("closes idle connections, and those that never sent a request", async () => {
    await using app = await start({ lameDuck: 50, deadline: 8000 });
    const agent = new Agent({ keepAlive: true });
    const freed = once(agent, "free");
    await ask(`${app.url}/fine`, { agent });
    const [kept] = (await freed) as [Socket];
    const silent = connect(app.port, "127.0.0.1");
    await once(silent, "connect");
    const begun = performance.now();

    app.child.kill("SIGTERM");
    await Promise.all([once(kept, "close"), once(silent, "close")]);

    expect(await app.exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - begun).toBeLessThan(6000);
  });

  it("leaves a finished response whole that its client reads slowly", async () => {
    await using app = await start({ lameDuck: 50, deadline: 8000 });
    const socket = connect(app.port, "127.0.0.1");
    socket.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "readable");

    app.child.kill("SIGTERM");
    await refusal(app);
    let bytes = 0;
    for await (const chunk of socket) bytes += (chunk as Buffer).length;

    expect(bytes).toBeGreaterThan(30_000_000);
    expect(await app.exit).toEqual({ code: 0, signal: null });
  });

  it("sends a 503 to the requests without a response before the deadline, and still exits with 0", async () => {
    await using app = await start({ lameDuck: 50, deadline: 800 });
    const stuck = ask(`${app.url}/stuck`);
    await app.arrived("/stuck");

    app.child.kill("SIGTERM");

    expect(await stuck).toMatchObject({
      status: 503,
      headers: { connection: "close", "retry-after": "1" },
    });
    expect(await app.exit).toEqual({ code: 0, signal: null });
  });

  it("exits with 0 when a bare handler responds after its 503", async () => {
    await using app = await start({ lameDuck: 50, deadline: 800 });
    const late = ask(`${app.url}/again`);
    await sleep(50);

    app.child.kill("SIGTERM");

    expect(await late).toMatchObject({ status: 503 });
    expect(await app.exit).toEqual({ code: 0, signal: null });
    expect(app.output().split("\n")).toHaveLength(2);
  });

  it("aborts the signal of a request when it stops waiting for it, and not before", async () => {
    await using app = await start({ lameDuck: 50, deadline: 800 });
    const waiting = ask(`${app.url}/waits`);
    await sleep(50);

    app.child.kill("SIGTERM");
    await sleep(200);

    expect(app.output()).not.toContain("aborted");
    expect(await waiting).toMatchObject({ status: 503 });
    expect(await app.exit).toEqual({ code: 0, signal: null });
    expect(app.output()).toMatch(/\naborted: The server is shutting down.\n$/);
  });

  it("that comes twice within a second, as npm passes on Ctrl-C, counts once", async () => {
    await using app = await start({ lameDuck: 50, deadline: 5000 });
    const inFlight = ask(`${app.url}/slow/600`);
    await app.arrived("/slow/600");

    app.child.kill("SIGINT");
    await refusal(app);
    app.child.kill("SIGINT");

    expect(await inFlight).toMatchObject({ status: 200 });
    expect(await app.exit).toEqual({ code: 0, signal: null });
  });

  it("that is repeated after a second ends the process at once", async () => {
    await using app = await start({ lameDuck: 50, deadline: 15_000 });
    const stuck = ask(`${app.url}/stuck`);
    await app.arrived("/stuck");

    app.child.kill("SIGINT");
    await sleep(1200);
    app.child.kill("SIGINT");

    expect(await app.exit).toEqual({ code: 130, signal: null });
    expect(await stuck).toMatchObject({ error: "ECONNRESET" });
  });

  it("followed by an exception ends with the exit code of the failure", async () => {
    await using app = await start({ lameDuck: 600, deadline: 3000 });

    app.child.kill("SIGTERM");
    await until(app, "/ready", 503);
    const culprit = await ask(`${app.url}/crash/timer`);
    const next = await ask(`${app.url}/fine`);

    expect(culprit.status).toBe(500);
    expect(next.status).toBe(503);
    expect(await app.exit).toEqual({ code: 1, signal: null });
  });

  // fault: sigterm-under-load
  it.runIf(process.platform === "linux")(
    "refuses clients that keep connecting, instead of resetting their connections",
    async () => {
      await using app = await start({ lameDuck: 100, deadline: 5000 });
      const last = Array.from({ length: 20 }, () => untilRefused(app));
      await sleep(300);

      app.child.kill("SIGTERM");

      const resets = (await Promise.all(last)).filter((end) => end !== "ECONNREFUSED");
      // One connection can still arrive between the last check and the closing.
      expect(resets.length).toBeLessThanOrEqual(1);
      expect(await app.exit).toEqual({ code: 0, signal: null });
    },
  );

  it("prints nothing with reporter: false", async () => {
    await using app = await start({ lameDuck: 50, deadline: 800, reporter: false });

    app.child.kill("SIGTERM");

    expect(await app.exit).toEqual({ code: 0, signal: null });
    expect(app.output()).toBe("");
  });

  it("is left to the app when the option says so", async () => {
    await using app = await start({ signals: [] });

    app.child.kill("SIGTERM");

    expect(await app.exit).toEqual({ code: null, signal: "SIGTERM" });
  });

  it.each([
    [
      "fails is recorded, and tells the supervisor",
      "fails",
      1,
      "onClose draining: the pool is stuck",
    ],
    ["hangs is given up at the deadline", "hangs", 0, ""],
  ])("an onClose that %s", async (_what, onClose, code, recorded) => {
    await using app = await start({ lameDuck: 50, deadline: 800, onClose });

    app.child.kill("SIGTERM");

    expect(await app.exit).toEqual({ code, signal: null });
    expect(app.output()).toContain(recorded);
  });
});

function start(options: object): Promise<ChildApp> {
  return startApp("crashes", { args: [JSON.stringify(options)] });
}

function withoutTime(app: ChildApp): string {
  return app.output().replace(/^\S+ /, "");
}

/** Asks on a new connection each time; returns the error that ends it. */
async function untilRefused(app: ChildApp): Promise<string> {
  for (;;) {
    const { error } = await ask(`${app.url}/fine`, { agent: false });
    if (error !== undefined) return error;
  }
}

/** Asks until the server takes no more connections. */
async function refusal(app: ChildApp): Promise<void> {
  while ((await ask(`${app.url}/fine`)).error !== "ECONNREFUSED") await sleep(10);
}

async function until(app: ChildApp, path: string, status: number) {
  for (;;) {
    const answer = await ask(app.url + path);
    if (answer.status === status) return answer;
    await sleep(5);
  }
}
