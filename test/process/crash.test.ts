import { once } from "node:events";
import { Agent } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { GuardProcessOptions } from "express-backstop/process";
import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/errors/built-in.ts";
import { type ChildApp, startApp } from "../support/child.ts";
import { expresses } from "../support/expresses.ts";
import { ask, type Result } from "../support/http.ts";
import { postgresServer } from "../support/postgres.ts";

const postgres = await postgresServer();
const quick = { lameDuck: 150, deadline: 1600 };

describe.concurrent("an exception that reaches the process", () => {
  // The second status is for Node versions that lose the context, and for listeners that never had it.
  const culprits = [
    ["timer", [500]],
    ["nextTick", [500]],
    ["immediate", [500]],
    ["microtask", [500, 503]],
    ["emitter", [500]],
    ["file", [500]],
    ["rejection", [500]],
    ["falsy", [500]],
    ["typed", [500]],
    ["sharedEmitter", [500, 503]],
    ["end", [500, 503]],
  ] as const;

  // fault: uncaught
  it.each(expresses)(
    "from a timer, a microtask, an emitter, a promise, …: every request on %s gets a response, then the process exits",
    async (express) => {
      await using app = await start({ lameDuck: 150, deadline: 3000, express });
      const innocent = ask(`${app.url}/slow/1000`);

      // None of them fails before all have arrived.
      const asked = culprits.map(([name]) =>
        ask(`${app.url}/crash/${name}?wait=${culprits.length}`),
      );
      const burst = await burstOnCrash(app);
      const answers = await Promise.all(asked);

      for (const [index, [name, statuses]] of culprits.entries()) {
        const answer = answers[index] as Result;
        expect([name, statuses]).toEqual([name, expect.arrayContaining([answer.status])]);
        expectBareProblem(answer);
      }
      expect(await innocent).toMatchObject({ status: 200, text: '{"slow":true}' });
      expectNobodyCutOff(burst);
      expect(await app.exit).toEqual({ code: 1, signal: null });
      expect(app.output().match(/uncaughtException|unhandledRejection/g)).toHaveLength(
        culprits.length,
      );
    },
  );

  // fault: uncaught-unknown
  it("in a callback of pg without a guard: everyone gets a response at the deadline", async (context) => {
    context.skip(!postgres, "no PostgreSQL server; set TEST_DATABASE_URL");
    await using app = await start(quick);
    const innocent = ask(`${app.url}/slow/500`);
    await app.arrived("/slow/500");

    const callbacks = await Promise.all(
      Array.from({ length: 10 }, () => ask(`${app.url}/crash/pg`)),
    );

    for (const culprit of callbacks) expectBareProblem(culprit);
    expect(await innocent).toMatchObject({ status: 200 });
    expect(await app.exit).toEqual({ code: 1, signal: null });
  });

  // fault: uncaught-in-parser
  it.each([
    ["a data listener", "/crash/data", ["500"]],
    ["a listener of the response it has sent", "/crash/answered", ["200"]],
    ["the server's request event", "/outside", ["503"]],
  ])(
    "in %s, called by the parser: the next request on the connection is not called malformed",
    async (_what, path, statuses) => {
      await using app = await start({ lameDuck: 800, deadline: 2000 });
      const socket = connect(app.port, "127.0.0.1");
      const answers = text(socket);

      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}`);
      await crashed(app);
      socket.write("GET /fine HTTP/1.1\r\nHost: x\r\n\r\n");

      expect((await answers).match(/(?<=HTTP\/1.1 )\d+/g)).toEqual(statuses);
      expect(await app.exit).toEqual({ code: 1, signal: null });
    },
  );

  // fault: uncaught-in-parser
  it("after the response: that connection is closed, because its parser may be broken", async () => {
    await using app = await start({ lameDuck: 400, deadline: 1600 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const [culprit, socket] = await Promise.all([
      ask(`${app.url}/crash/answered`, { agent }),
      once(agent, "free").then(([socket]) => socket as NodeJS.EventEmitter),
    ]);

    await once(socket, "close");

    expect(culprit).toMatchObject({ status: 200, text: '{"responded":true}' });
    expect(app.running()).toBe(true);
    expect(await ask(`${app.url}/fine`, { agent })).toMatchObject({ status: 503 });
    expect(await app.exit).toEqual({ code: 1, signal: null });
  });

  it("is reported once, with the stack and the request that it probably came from", async () => {
    await using app = await start({ ...quick, reporter: "json" });

    const culprit = await ask(`${app.url}/crash/timer?token=secret`);
    await app.exit;

    const record = JSON.parse(/record (.*)/.exec(app.output())?.[1] ?? "") as object;
    expect(record).toMatchObject({
      level: "error",
      origin: "uncaughtException",
      draining: false,
      suspect: { method: "GET", path: "/crash/timer", responded: true },
      error: { name: "TypeError", stack: expect.stringContaining("crashes-") },
    });
    expect(record).toHaveProperty("suspect.requestId", culprit.headers["x-request-id"]);
  });

  it("is printed as lines of JSON in production, the beginning of the shutdown too", async () => {
    await using app = await start(quick, { NODE_ENV: "production" });

    await ask(`${app.url}/crash/timer`);
    await app.exit;

    const lines = app.output().trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: "error", origin: "uncaughtException", suspect: { path: "/crash/timer" } },
      { level: "info", shutdown: "failure", deadline: 1600, exitCode: 1 },
    ]);
  });

  const mask = (kind: string): string => `\\[${kind} [0-9a-f]{4}\\]`;
  interface Masking {
    readonly redact: GuardProcessOptions["redact"];
    readonly name: string;
    readonly password: string;
  }
  const maskings: readonly Masking[] = [
    { redact: {}, name: "ann", password: mask("secret") },
    { redact: { emails: true }, name: mask("name"), password: mask("secret") },
    { redact: false, name: "ann", password: "hunter2" },
  ];
  const cases = expresses.flatMap(([express]) => maskings.map((masking) => ({ express, masking })));
  it.each(cases)(
    "masks secrets in message, stack and path, on $express with redact: $masking.redact",
    async ({ express, masking: { redact, name, password } }) => {
      await using app = await start({ ...quick, express, reporter: "json", redact });

      await ask(`${app.url}/crash/of/ann@a.example`);
      await app.exit;

      const message = `${name}@a\\.example has password=${password}`;
      expect(JSON.parse(/record (.*)/.exec(app.output())?.[1] ?? "")).toMatchObject({
        suspect: { path: expect.stringMatching(`^/crash/of/${name}@a\\.example$`) },
        error: {
          message: expect.stringMatching(`^${message}$`),
          stack: expect.stringMatching(`^Error: ${message}\n`),
        },
      });
    },
  );
});

describe.concurrent("a rejection under --unhandled-rejections=strict, which comes by both events", () => {
  it("is recorded once", async () => {
    await using app = await start(quick, { NODE_OPTIONS: "--unhandled-rejections=strict" });

    expectBareProblem(await ask(`${app.url}/crash/rejection`));

    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output().match(/TypeError: secret/g)).toHaveLength(1);
  });
});

describe.concurrent("while the process drains", () => {
  it("new requests get a 503 that says when to come again and closes the connection", async () => {
    await using app = await start({ lameDuck: 500, deadline: 3000 });
    await ask(`${app.url}/crash/timer`);

    const answers = await Promise.all(
      ["/fine", "/ready", "/crash/timer"].map((path) => ask(app.url + path)),
    );

    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.headers).toMatchObject({ connection: "close", "retry-after": "1" });
      expectBareProblem(answer);
    }
    expect(await app.exit).toEqual({ code: 1, signal: null });
  });

  // fault: uncaught-again
  it("further exceptions are recorded and do not put the deadline off", async () => {
    await using app = await start({ lameDuck: 50, deadline: 3000, onClose: "says" });
    const stuck = ask(`${app.url}/stuck`);
    await app.arrived("/stuck");

    await ask(`${app.url}/crash/thrice`);
    const begun = performance.now();
    const answer = await stuck;
    const { code } = await app.exit;

    expect(answer.status).toBe(503);
    expect(code).toBe(1);
    expect(app.output().match(/uncaughtException/g)).toHaveLength(3);
    expect(app.output().match(/closed/g)).toHaveLength(1);
    // The last of them came after 2 seconds.
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  // fault: never-finishes
  it("a request without a response gets a 503 before the deadline, and a stream is cut so that its client can tell", async () => {
    await using app = await start({ lameDuck: 50, deadline: 800 });
    const stuck = ask(`${app.url}/stuck`);
    const stream = ask(`${app.url}/stream`);
    await app.arrived("/stuck", "/stream");

    await ask(`${app.url}/crash/timer`);

    const answer = await stuck;
    expect(answer).toMatchObject({ status: 503, headers: { connection: "close" } });
    expectBareProblem(answer);
    expect(await stream).toMatchObject({ error: "ECONNRESET" });
    expect(await app.exit).toEqual({ code: 1, signal: null });
  });

  // fault: uncaught-flood
  it("20,000 failures of one request print five and their number, and the process exits in time", async () => {
    await using app = await start({ lameDuck: 50, deadline: 3000 });
    const begun = performance.now();

    expectBareProblem(await ask(`${app.url}/crash/flood`));

    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(performance.now() - begun).toBeLessThan(6000);
    expect(app.output().length).toBeLessThan(50_000);
    expect(app.output()).toContain("and 19,995 more: unhandledRejection Error GET /crash/flood");
  });

  it("one line says that the process exits because of a failure", async () => {
    await using app = await start(quick);

    await ask(`${app.url}/crash/timer`);
    await app.exit;

    expect(app.output()).toMatch(
      /shutdown after a failure: draining, \d requests? in progress; exit with code 1 within 1,600 ms/,
    );
  });

  // fault: process-reporter-fails
  it.each(["throws", "hangs"])("a reporter that %s holds up nothing", async (reporter) => {
    await using app = await start({ ...quick, reporter, secondReporter: "json" });

    expectBareProblem(await ask(`${app.url}/crash/timer`));

    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output()).toContain('"message":"secret 10.0.3.17"');
  });

  it("a response that cannot be written is cut, and the drain goes on", async () => {
    await using app = await start(quick);

    const culprit = await ask(`${app.url}/crash/hostileResponse`);

    expect(culprit).toMatchObject({ error: "ECONNRESET" });
    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output().match(/uncaughtException|unhandledRejection/g)).toHaveLength(1);
  });

  it("uses the exitCode and the typeBase option", async () => {
    await using app = await start({ ...quick, exitCode: 75, typeBase: "https://example.com/p/" });

    const culprit = await ask(`${app.url}/crash/timer`);

    expect(JSON.parse(culprit.text)).toHaveProperty("type", "https://example.com/p/internal_error");
    expect(await app.exit).toEqual({ code: 75, signal: null });
  });

  it("closes everything else outside the async context of the request that failed", async () => {
    await using app = await start({ ...quick, reporter: false, onClose: "looksAround" });

    await ask(`${app.url}/crash/timer`);

    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output()).toBe("outside\n");
  });
});

function start(options: object, env: NodeJS.ProcessEnv = {}): Promise<ChildApp> {
  return startApp("crashes", { args: [JSON.stringify(options)], env });
}

/** Opens many connections in one moment, as soon as the process has failed. */
async function burstOnCrash(app: ChildApp): Promise<Result[]> {
  await crashed(app);
  return Promise.all(Array.from({ length: 40 }, () => ask(`${app.url}/fine`)));
}

async function crashed(app: ChildApp): Promise<void> {
  while (!/uncaughtException|unhandledRejection/.test(app.output())) await sleep(5);
}

function expectNobodyCutOff(results: readonly Result[]): void {
  const outcomes = new Set(results.map(({ status, error }) => status ?? error));
  // On a machine too busy for the burst to come in time. A reset would be a request lost.
  outcomes.delete("ECONNREFUSED");
  outcomes.delete(503);
  expect([...outcomes]).toEqual([]);
}

function expectBareProblem({ status, headers, text: body }: Result): void {
  expect(headers["content-type"]).toBe("application/problem+json");
  expect(headers["cache-control"]).toBe("no-store");
  const code = status === 500 ? "internal_error" : "service_unavailable";
  expect(JSON.parse(body)).toEqual({
    type: `/problems/${code}`,
    title: status === 500 ? "Internal server error" : "Service unavailable",
    status,
    code,
    ...(status === 500 && { detail: builtIn.internal_error.detail }),
    ...(status === 503 && { retryAfter: 1 }),
    requestId: headers["x-request-id"],
  });
}
