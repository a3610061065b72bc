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
    expect(linesOf(app)).toHaveLength(2);
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
    expect(linesOf(app)).toContain("aborted: The server is shutting down.");
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
    expect(app.output()).toContain("shutdown draining: A second SIGINT cut 1 request: GET /stuck.");
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
    [
      "hangs is given up at the deadline, which tells the supervisor too",
      "hangs",
      1,
      "shutdown draining: The deadline of 800 ms cut onClose.\n",
    ],
  ])("an onClose that %s", async (_what, onClose, code, recorded) => {
    await using app = await start({ lameDuck: 50, deadline: 800, onClose });

    app.child.kill("SIGTERM");

    expect(await app.exit).toEqual({ code, signal: null });
    expect(app.output()).toContain(recorded);
  });
});

describe.concurrent("the line about what a shutdown has cut", () => {
  const stuck = ["/stuck", "/stuck?token=s3cr3t-of-ann"];
  it.each<[string, readonly string[], object, number, string | undefined]>([
    ["names a request that got the 503", ["/stuck"], {}, 0, "1 request: GET /stuck"],
    [
      "has the route, not the values",
      ["/never/1", "/never/2"],
      {},
      0,
      "2 requests: GET /never/:id (2)",
    ],
    ["has no query", stuck, {}, 0, "2 requests: GET /stuck (2)"],
    ["names a stream", ["/stream"], {}, 0, "1 request: GET /stream"],
    ["names onClose too", ["/stuck"], { onClose: "hangs" }, 1, "onClose and 1 request: GET /stuck"],
    [
      "names five routes at most",
      Array.from({ length: 7 }, (_, index) => `/stuck/${index}`),
      {},
      0,
      "7 requests: GET /stuck/0, GET /stuck/1, GET /stuck/2, GET /stuck/3, GET /stuck/4 and 2 more routes",
    ],
    [
      "is there if the process was draining to the end",
      ["/stuck"],
      { lameDuck: 799 },
      0,
      "1 request: GET /stuck",
    ],
    ["is left out if nothing was cut", [], { onClose: "says" }, 0, undefined],
  ])("%s", async (_what, paths, options, code, cut) => {
    await using app = await start({ lameDuck: 50, deadline: 800, ...options });
    const requests = paths.map((path) => ask(app.url + path).catch(() => {}));
    await app.arrived(...paths);

    app.child.kill("SIGTERM");

    expect(await app.exit).toEqual({ code, signal: null });
    const lines = linesOf(app).filter((line) => line.includes(" cut "));
    const line = expect.stringMatching(/^\S+Z shutdown draining: /);
    expect(lines).toEqual(cut === undefined ? [] : [line]);
    expect(lines.join("\n")).toContain(
      cut === undefined ? "" : `The deadline of 800 ms cut ${cut}.`,
    );
    await Promise.all(requests);
  });

  it("counts upgraded connections", async () => {
    await using app = await start(
      { lameDuck: 50, deadline: 800, clientErrors: true },
      { UPGRADES: "kept" },
    );
    const socket = connect(app.port, "127.0.0.1").on("error", () => {});
    socket.write("GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
    await once(socket, "data");

    app.child.kill("SIGTERM");

    expect(await app.exit).toEqual({ code: 0, signal: null });
    expect(app.output()).toContain("The deadline of 800 ms cut 1 WebSocket or tunnel.\n");
  });

  it("reaches a reporter that is slow to send it", async () => {
    await using app = await start({
      lameDuck: 50,
      deadline: 4000,
      reporter: "slow",
      onClose: "hangs",
    });

    app.child.kill("SIGTERM");

    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output()).toBe("sent shutdown\n");
  });
});

function linesOf(app: ChildApp): readonly string[] {
  return app.output().split("\n").slice(0, -1);
}

function start(options: object, env: NodeJS.ProcessEnv = {}): Promise<ChildApp> {
  return startApp("crashes", { args: [JSON.stringify(options)], env });
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
