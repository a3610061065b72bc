import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { builtInErrors } from "express-backstop/catalog";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import type { Balance } from "../../examples/article-api/full-set/balance.ts";
import { type LoadReport, runLoad } from "../../examples/article-api/full-set/load.ts";
import { streamModule } from "../../examples/article-api/full-set/requirements.ts";
import { type FullSet, startFullSet } from "../../examples/article-api/full-set/start-full-set.ts";
import { startNginx } from "../../examples/article-api/full-set/start-nginx.ts";
import { compile } from "../support/compile.ts";
import { followEvents, openEvents } from "../support/event-stream.ts";
import { hasNginx } from "../support/nginx.ts";
import { freePort, isListening } from "../support/ports.ts";
import { postgresServer } from "../support/postgres.ts";
import { type RedisNode, startRedis, stopRedis, whyNoRedis } from "../support/redis-node.ts";

const postgresUrl = await postgresServer();
const noRedis = whyNoRedis();
const isPossible = postgresUrl !== undefined && noRedis === "" && hasNginx;
const reason = isPossible ? "" : " (skipped: it needs nginx, Redis and PostgreSQL)";
const nginx = process.env["TEST_NGINX"] ?? "nginx";
const noStream =
  hasNginx && streamModule(nginx) !== undefined
    ? ""
    : " (skipped: nginx lacks the module stream; install libnginx-mod-stream)";
const secret = "a secret of more than thirty-two bytes";
const token = await createTokens(secret).sign({ name: "ada" });
const authorization = `Bearer ${token}`;
const name = `full_set_${process.pid}_${Date.now()}`;

describe.skipIf(!isPossible)(`several instances behind nginx${reason}`, () => {
  let redis: RedisNode;
  let administrator: Client;
  let databaseUrl: string;
  let command: readonly string[];
  let set: FullSet;
  const printed: string[] = [];
  const notifications: string[] = [];
  const subscriber = createServer((req, res) => {
    notifications.push(String(req.headers["idempotency-key"]));
    // Slow, so that a worker can be killed meanwhile.
    setTimeout(() => res.writeHead(204).end(), 1_500);
  });

  beforeAll(async () => {
    administrator = new Client({ connectionString: postgresUrl ?? "" });
    await administrator.connect();
    await administrator.query(`CREATE DATABASE ${name}`);
    const url = new URL(postgresUrl ?? "");
    url.pathname = name;
    databaseUrl = url.href;
    redis = await startRedis("--maxmemory-policy", "noeviction");
    subscriber.listen(0, "127.0.0.1");
    await once(subscriber, "listening");
    const file = await compile(new URL("../../examples/article-api/server.ts", import.meta.url));
    command = [process.execPath, file];
    set = await start();
  });
  afterAll(async () => {
    await set?.[Symbol.asyncDispose]();
    await stopRedis();
    subscriber.closeAllConnections();
    subscriber.close();
    await administrator?.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await administrator?.end();
  });

  async function start(): Promise<FullSet> {
    const instances = await Promise.all(Array.from({ length: 3 }, () => freePort()));
    // The address of a TCP server that listens has a port.
    const { port } = subscriber.address() as AddressInfo;
    return startFullSet({
      databaseUrl,
      redisUrl: `redis://127.0.0.1:${redis.port}`,
      nginx,
      port: await freePort(),
      layer4Port: await freePort(),
      instances,
      balance: "round-robin",
      command,
      env: {
        NODE_OPTIONS: "",
        TOKEN_SECRET: secret,
        SUBSCRIBERS: `http://127.0.0.1:${port}/`,
      },
      log: (text) => void printed.push(text),
    });
  }

  /** Starts another nginx in front of servers. */
  async function front(balance: Balance, instances: readonly number[]) {
    const [port, layer4Port] = [await freePort(), await freePort()];
    const log = (text: string) => void printed.push(text);
    const { stop } = await startNginx({ nginx, port, layer4Port, balance, instances, log });
    return {
      url: `http://127.0.0.1:${port}`,
      layer4Url: `http://127.0.0.1:${layer4Port}`,
      [Symbol.asyncDispose]: stop,
    };
  }

  /** Sends requests while something happens to an instance. */
  async function load(milliseconds: number, fault?: () => unknown): Promise<LoadReport> {
    const running = runLoad({ url: set.url, token, milliseconds, clients: 4 });
    await sleep(milliseconds / 4);
    await fault?.();
    const report = await running;
    console.log(summary(report));
    return report;
  }

  function expectNothingLost(report: LoadReport): void {
    expect(report.failedReads).toEqual([]);
    expect(report.lost).toEqual([]);
    expect(report.onlyProblems).toBe(true);
    expect(report.confirmed.length).toBeGreaterThan(0);
  }

  async function allReady(): Promise<void> {
    await Promise.all(set.instances.map((instance) => instance.ready()));
  }

  test("all instances get about the same, and nobody sees a failure", async () => {
    const report = await load(2_000);

    expectNothingLost(report);
    expect(report.failedWrites).toEqual([]);
    const shares = Object.values(report.instances);
    expect(shares).toHaveLength(3);
    expect(Math.min(...shares) / Math.max(...shares)).toBeGreaterThan(0.6);
  });

  test("an instance that is killed with -9 under load loses no confirmed article and no reader", async () => {
    const [victim] = set.instances;
    const pid = victim?.child().pid;
    const report = await load(4_000, () => victim?.child().kill("SIGKILL"));

    expectNothingLost(report);
    await expect.poll(() => victim?.child().pid).not.toBe(pid);
    await allReady();
  });

  test("an instance that is drained by SIGTERM under load does so too", async () => {
    const [, victim] = set.instances;
    const pid = victim?.child().pid;
    const report = await load(4_000, () => victim?.child().kill("SIGTERM"));

    expectNothingLost(report);
    await expect.poll(() => victim?.child().pid, { timeout: 15_000 }).not.toBe(pid);
    await allReady();
    expect(printed.join("\n")).not.toContain("does not respond");
  });

  test("an instance that hangs is left out, killed and started again", async () => {
    const victim = set.instances[2];
    const pid = victim?.child().pid;
    const report = await load(10_000, () => victim?.child().kill("SIGSTOP"));

    expectNothingLost(report);
    await expect.poll(() => printed.join("\n"), { timeout: 10_000 }).toContain("does not respond");
    await expect.poll(() => victim?.child().pid).not.toBe(pid);
    await allReady();
  });

  test("a reader of events gets all of them, from whatever instance, also when its own one is killed", async () => {
    await using reader = await followEvents(`${set.url}/articles/events`);
    const confirmed: string[] = [];
    for (const instance of set.instances) {
      const report = await load(1_500, () => instance.child().kill("SIGKILL"));
      expectNothingLost(report);
      confirmed.push(...report.confirmed);
      await allReady();
    }

    await expect.poll(() => reader.ids.length, { timeout: 15_000 }).toBe(confirmed.length);
    expect(new Set(reader.ids).size).toBe(reader.ids.length);
  });

  test("a job whose worker is killed with -9 is done by another one, under the same key", async () => {
    // What the load has enqueued is not of interest.
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query("UPDATE jobs SET state = 'done' WHERE state = 'waiting'");
    await sleep(2_000);
    notifications.length = 0;
    const created = await fetch(`${set.url}/articles`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ title: `Job ${name}`, content: "Words." }),
    });
    expect(created.status).toBe(201);
    await expect.poll(() => notifications.length, { timeout: 15_000 }).toBe(1);
    // Nobody knows which instance does it, so all of them die in the middle of it.
    for (const instance of set.instances) instance.child().kill("SIGKILL");

    const state = async (): Promise<unknown> => {
      const { rows } = await client.query(
        "SELECT state, attempts FROM jobs WHERE name = 'notify-subscriber' ORDER BY created_at DESC LIMIT 1",
      );
      return rows[0];
    };
    await expect.poll(state, { timeout: 50_000 }).toEqual({ state: "done", attempts: 2 });
    expect(notifications).toHaveLength(2);
    expect(new Set(notifications).size).toBe(1);
    await client.end();
    await allReady();
  });

  test.each([
    ["weighted", ([one = 0, ...others]: number[]) => one / Math.max(...others) > 2],
    ["least-connections", (shares: number[]) => shares.length === 3 && Math.min(...shares) > 5],
    ["ip-hash", (shares: number[]) => shares.length === 1],
  ] as const)("%s chooses as it says", async (balance, isRight) => {
    const ports = set.instances.map(({ port }) => port);
    await using other = await front(balance, ports);
    const report = await runLoad({ url: other.url, token, milliseconds: 1_500 });
    const shares = ports.flatMap((port) => report.instances[`127.0.0.1:${port}`] ?? []);

    console.log(balance, shares);
    expect([shares, isRight(shares)]).toEqual([shares, true]);
    expect([report.failedReads, report.lost]).toEqual([[], []]);
  });

  test.skipIf(noStream !== "")(
    `layer 4 passes everything on, and does without an instance that is gone${noStream}`,
    async () => {
      const url = `${set.layer4Url}/articles?limit=1`;
      const victim = set.instances[0]?.child();
      const ended = victim && once(victim, "exit");
      victim?.kill("SIGKILL");
      await ended;
      for (let times = 0; times < 9; times += 1) {
        const response = await fetch(url, { headers: { connection: "close" } });
        expect(response.status).toBe(200);
        await response.body?.cancel();
      }
      await allReady();
    },
  );

  test("the largest article passes", async () => {
    const response = await fetch(`${set.url}/articles`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      // Six bytes for each character, which is more than nginx keeps in memory.
      body: `{"title":"Large ${name}","content":"${String.raw`\u00e9`.repeat(100_000)}"}`,
    });
    expect(response.status).toBe(201);
  });

  test("what nginx itself refuses is a problem with the id of the request", async () => {
    const tooLarge = await fetch(`${set.url}/articles`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json", "x-request-id": "too-large" },
      body: "x".repeat(5_000_000),
    });
    await expectProblem(tooLarge, builtInErrors.body_too_large, "too-large");

    const streams = await Promise.all(
      Array.from({ length: 205 }, () =>
        openEvents(`${set.url}/articles/events`, { "x-request-id": "too-many" }),
      ),
    );
    const refused = streams.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    const tooMany = await fetch(`${set.url}/health`, { headers: { "x-request-id": "too-many" } });
    await expectProblem(tooMany, builtInErrors.service_unavailable, "too-many");
    await Promise.all(streams.map((stream) => stream[Symbol.asyncDispose]()));
  });

  test("without any instance that lives or responds, nginx sends a 502 or a 504", async () => {
    const silent = createServer(() => {});
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    // The address of a TCP server that listens has a port.
    const { port } = silent.address() as AddressInfo;
    await using other = await front("round-robin", [port]);
    const ask = (id: string) => fetch(`${other.url}/health`, { headers: { "x-request-id": id } });

    await expectProblem(await ask("hanging"), builtInErrors.gateway_timeout, "hanging");
    silent.closeAllConnections();
    silent.close();
    await expectProblem(await ask("gone"), builtInErrors.bad_gateway, "gone");
    const bad = await fetch(`${other.url}/health`, { headers: { "x-request-id": 'a"b' } });
    expect(bad.headers.get("x-request-id")).toMatch(/^req_[0-9a-f]{32}$/);
    expect(await bad.json()).toMatchObject({ requestId: bad.headers.get("x-request-id") });
  });

  test("the trace of a request that has none begins at nginx, and its problem has it", async () => {
    const response = await fetch(`${set.url}/articles/00000000-0000-0000-0000-000000000000`);
    expect(await response.json()).toMatchObject({
      code: "article_not_found",
      requestId: expect.stringMatching(/^req_[0-9a-f]{32}$/),
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});

describe("the command that starts the full set", () => {
  async function run(env: NodeJS.ProcessEnv) {
    const file = await compile(
      new URL("../../examples/article-api/full-set/main.ts", import.meta.url),
    );
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, NODE_OPTIONS: "", npm_lifecycle_event: undefined, ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    return { child, closed: once(child, "close"), output: () => output };
  }

  test("says what is missing, and how to get it", async () => {
    const { child, closed, output } = await run({
      NGINX: "no-such-nginx",
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/articles",
      REDIS_URL: "redis://127.0.0.1:1",
    });
    await closed;

    expect(child.exitCode).toBe(1);
    expect(output().trim().split("\n")).toEqual([
      expect.stringContaining("sudo apt-get install nginx-light"),
      expect.stringMatching(/ECONNREFUSED.*sudo apt-get install postgresql/),
      expect.stringMatching(/ECONNREFUSED.*sudo apt-get install redis-server/),
    ]);
  });

  test.each([
    [{ BALANCE: "random" }, "BALANCE", "least-connections"],
    [{ INSTANCES: "0" }, "INSTANCES", "from 1 to 50"],
  ])("says that %j cannot be meant", async (env, variable, advice) => {
    const { child, closed, output } = await run(env);
    await closed;

    expect([child.exitCode, output()]).toEqual([1, expect.stringContaining(`${variable} is `)]);
    expect(output()).toContain(advice);
  });

  test.skipIf(postgresUrl === undefined)("names the database that does not exist", async () => {
    const url = new URL(postgresUrl ?? "");
    url.pathname = "no_such_database";
    const { closed, output } = await run({ DATABASE_URL: url.href });
    await closed;

    expect(output()).toContain("sudo -u postgres createdb no_such_database");
  });

  test.skipIf(!isPossible)(`starts all, and SIGTERM ends all${reason}`, async () => {
    const database = `${name}_command`;
    const administrator = new Client({ connectionString: postgresUrl ?? "" });
    await administrator.connect();
    await administrator.query(`CREATE DATABASE ${database}`);
    const url = new URL(postgresUrl ?? "");
    url.pathname = database;
    const redis = await startRedis();
    const [port, layer4, first] = [await freePort(), await freePort(), await freePort()];
    const { child, closed, output } = await run({
      DATABASE_URL: url.href,
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      PORT: `${port}`,
      LAYER_4_PORT: `${layer4}`,
      FIRST_INSTANCE_PORT: `${first}`,
      INSTANCES: "1",
      NGINX: nginx,
    });
    await expect.poll(output, { timeout: 50_000 }).toContain("try kill -9");
    expect((await fetch(`http://127.0.0.1:${port}/articles`)).status).toBe(200);
    expect(await isListening(layer4)).toBe(noStream === "");
    child.kill("SIGTERM");
    await closed;

    expect(child.exitCode).toBe(0);
    expect([await isListening(port), await isListening(first)]).toEqual([false, false]);
    await administrator.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await administrator.end();
    await stopRedis();
  });
});

interface Declared {
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

async function expectProblem(response: Response, declared: Declared, requestId: string) {
  const { code, status, title } = declared;
  const body: unknown = await response.json();
  expect([response.status, body]).toEqual([
    status,
    expect.objectContaining({ type: `/problems/${code}`, code, status, title, requestId }),
  ]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
  });
}

function summary({ confirmed, lost, failedReads, failedWrites, ...rest }: LoadReport): string {
  return JSON.stringify({
    ...rest,
    confirmed: confirmed.length,
    lost: lost.length,
    failedReads: failedReads.length,
    failedWrites: failedWrites.length,
    examples: [...new Set([...failedReads, ...failedWrites].map((text) => text.slice(0, 40)))],
  });
}
