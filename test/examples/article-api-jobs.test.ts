import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json, text } from "node:stream/consumers";
import type { Express } from "express";
import type { FailureRecord } from "express-backstop";
import request from "supertest";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import type { Database } from "../../examples/article-api/database/database.ts";
import { type Jobs, startJobs } from "../../examples/article-api/jobs/start-jobs.ts";
import { openArticleDatabase } from "../support/article-database.ts";
import { compile } from "../support/compile.ts";
import { type RedisNode, startRedis, stopRedis, whyNoRedis } from "../support/redis-node.ts";

const tokens = createTokens("a secret of more than thirty-two bytes");
const authorization = `Bearer ${await tokens.sign({ name: "ada" })}`;
const ofGrace = `Bearer ${await tokens.sign({ name: "grace" })}`;
const timeout = 20_000;

/** A subscriber, which responds with these statuses, and then with 204. */
let statuses: number[];
let notifications: { headers: IncomingHttpHeaders; body: unknown }[];
let subscriber: Server;
let subscriberUrl: string;

let database: Database;
let jobs: Jobs;
let app: Express;
let records: FailureRecord[];

beforeAll(async () => {
  database = await openArticleDatabase();
  subscriber = createServer(async (req, res) => {
    notifications.push({ headers: req.headers, body: await json(req) });
    const status = statuses.shift() ?? 204;
    if (status === 0) req.socket.destroy();
    else res.writeHead(status).end();
  });
  subscriber.listen(0, "127.0.0.1");
  await once(subscriber, "listening");
  // The address of a TCP server that listens has a port.
  subscriberUrl = `http://127.0.0.1:${(subscriber.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  subscriber?.closeAllConnections();
  subscriber?.close();
  await database?.close();
});

async function start({ redisUrl, delay = 0 }: { redisUrl?: string; delay?: number } = {}) {
  statuses = [];
  notifications = [];
  records = [];
  jobs = await startJobs({
    database,
    subscribers: [subscriberUrl],
    delay,
    redisUrl,
    reporter: (record) => void records.push(record),
  });
  const articles = articleRepository(database, [jobs]);
  app = buildApp({
    articles,
    jobs: { outbox: jobs.outbox, database },
    tokens,
    reporter: false,
  });
}

async function stop() {
  await jobs.close();
  await database.query("DELETE FROM jobs", []);
}

function post(title: string, headers: Record<string, string> = {}) {
  return request(app)
    .post("/articles")
    .set({ authorization, ...headers })
    .send({ title, content: "Words." });
}

interface Listed {
  id: string;
  name: string;
  state: string;
  attempts: number;
  problem: { code?: string; requestId?: string; traceId?: string } | null;
}

async function listed(query = ""): Promise<Listed[]> {
  const { body } = await request(app).get(`/jobs${query}`).set({ authorization }).expect(200);
  return body.items;
}

/** Returns the job that tells the subscriber of the newest article. */
async function notifying(): Promise<Listed | undefined> {
  const found = await listed();
  return found.find(({ name }) => name === "notify-subscriber");
}

async function until(state: string): Promise<void> {
  await expect.poll(async () => (await notifying())?.state, { timeout }).toBe(state);
}

const noRedis = whyNoRedis();
const ways = [
  ["in the process", false],
  [`in a queue on Redis${noRedis}`, true],
] as const;

describe.each(ways)("jobs %s", { timeout: 60_000 }, (_way, usesRedis) => {
  const isSkipped = usesRedis && noRedis !== "";
  let redis: RedisNode | undefined;

  beforeAll(async () => {
    if (usesRedis && !isSkipped) redis = await startRedis("--maxmemory-policy", "noeviction");
  });
  afterAll(() => stopRedis());
  beforeEach(() => start({ ...(redis && { redisUrl: `redis://127.0.0.1:${redis.port}` }) }));
  afterEach(() => stop());

  test.skipIf(isSkipped)(
    "an article is told to the subscriber once, and is in the feed",
    async () => {
      const created = await post(`Told & <listed> ${usesRedis}`).expect(201);
      await until("done");

      const feed = async () => (await request(app).get("/feed")).text;
      await expect.poll(feed, { timeout }).toContain(`<id>urn:uuid:${created.body.id}</id>`);
      expect(await feed()).toContain(`<title>Told &amp; &lt;listed&gt; ${usesRedis}</title>`);
      expect(notifications).toMatchObject([
        { body: { articleId: created.body.id, title: created.body.title } },
      ]);
      const [{ id, attempts, problem }] = (await listed()).filter(
        ({ name }) => name === "notify-subscriber",
      ) as [Listed];
      expect(notifications[0]?.headers["idempotency-key"]).toBe(`"${id}"`);
      expect([attempts, problem, records]).toEqual([1, null, []]);
    },
  );

  test.skipIf(isSkipped)(
    "a failure that may pass is tried again, later each time, under the same key",
    async () => {
      statuses = [503, 0];
      await post(`Tried again ${usesRedis}`).expect(201);
      await until("done");

      expect((await notifying())?.attempts).toBe(3);
      const keys = notifications.map(({ headers }) => headers["idempotency-key"]);
      expect(new Set(keys).size).toBe(1);
      expect(records.map(({ code, status }) => [status, code])).toEqual([
        [502, "bad_gateway"],
        [502, "bad_gateway"],
      ]);
      const [first, second] = records.map(({ time }) => Date.parse(time)) as [number, number];
      expect(second - first).toBeGreaterThan(900);
    },
  );

  test.skipIf(isSkipped)(
    "a failure that stays is dead at once, has the trace of its request, and can be retried",
    async () => {
      statuses = [400];
      const traceId = randomBytes(16).toString("hex");
      const created = await post(`Refused ${usesRedis}`, {
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
        "x-request-id": "posted-this",
      }).expect(201);
      await until("dead");

      const [dead] = await listed("?state=dead");
      expect(dead).toMatchObject({
        attempts: 1,
        problem: { code: "notification_refused", traceId },
      });
      expect(records).toMatchObject([
        {
          code: "notification_refused",
          route: "/notify-subscriber",
          requestId: dead?.problem?.requestId,
          traceId,
          retryable: false,
          context: { job: { id: dead?.id, attempts: 1, enqueuedBy: "posted-this" } },
        },
      ]);
      const retry = (as: string, id = dead?.id) =>
        request(app).post(`/jobs/${id}/retry`).set({ authorization: as });
      expect((await retry(ofGrace)).body).toMatchObject({ status: 404, code: "job_not_found" });
      expect((await request(app).post(`/jobs/${dead?.id}/retry`)).status).toBe(401);
      await retry(authorization).expect(202);
      await until("done");
      expect((await retry(authorization)).body).toMatchObject({
        status: 409,
        code: "job_not_dead",
      });
      expect(notifications.map(({ body }) => (body as { articleId: string }).articleId)).toEqual([
        created.body.id,
        created.body.id,
      ]);
    },
  );

  test.skipIf(isSkipped)(
    "a failure that may pass but does not is dead after five attempts",
    async () => {
      statuses = [503];
      await post(`Never well ${usesRedis}`).expect(201);
      await expect
        .poll(async () => (await notifying())?.problem?.code, { timeout })
        .toBe("bad_gateway");
      statuses = [503, 503, 503];
      await database.query("UPDATE jobs SET attempts = 4 WHERE name = 'notify-subscriber'", []);

      await until("dead");
      expect((await notifying())?.problem).toMatchObject({ code: "bad_gateway" });
      expect(records.at(-1)).toMatchObject({ context: { job: { attempts: 5 } } });
    },
  );

  test.skipIf(isSkipped)("a job that ends its worker each time is not begun forever", async () => {
    await stop();
    await start({ delay: 1_000, ...(redis && { redisUrl: `redis://127.0.0.1:${redis.port}` }) });
    await post(`Deadly ${usesRedis}`).expect(201);
    await database.query("UPDATE jobs SET attempts = 5 WHERE name = 'notify-subscriber'", []);

    await until("dead");
    expect((await notifying())?.problem).toMatchObject({ code: "job_abandoned", status: 500 });
    expect(notifications).toEqual([]);
  });

  test.skipIf(isSkipped)(
    "nobody is told of an article that was deleted before its time",
    async () => {
      await stop();
      await start({ delay: 1_500, ...(redis && { redisUrl: `redis://127.0.0.1:${redis.port}` }) });
      const { body } = await post(`Regretted ${usesRedis}`).expect(201);
      expect((await notifying())?.state).toBe("waiting");
      await request(app)
        .delete(`/articles/${body.id}`)
        .set({ authorization, "If-Match": "*" })
        .expect(204);

      await until("done");
      expect(notifications).toEqual([]);
    },
  );

  test.skipIf(isSkipped)(
    "an article that is refused or repeated enqueues nothing more",
    async () => {
      const title = `Refused title ${usesRedis}`;
      const key = { "Idempotency-Key": `jobs-${usesRedis}` };
      for (let times = 0; times < 2; times += 1) await post(title, key).expect(201);
      await post(title).expect(409);

      expect(await listed()).toHaveLength(2);
      await until("done");
      expect(notifications).toHaveLength(1);
    },
  );

  test.skipIf(isSkipped)(
    "a job of a worker that died is handed out again, and one that is done is not",
    async () => {
      await jobs.close();
      const created = await post(`Left behind ${usesRedis}`).expect(201);
      const taken = await jobs.outbox.take("all");
      expect(taken).toHaveLength(2);
      expect(await jobs.outbox.take("all")).toEqual([]);
      const finished = taken.find(({ name }) => name === "render-feed");
      await jobs.outbox.finish(String(finished?.id));
      expect(await jobs.outbox.begin(String(finished?.id))).toBeUndefined();

      await database.query("UPDATE jobs SET leased_until = now()", []);
      await start({ ...(redis && { redisUrl: `redis://127.0.0.1:${redis.port}` }) });
      await until("done");
      expect(notifications).toMatchObject([{ body: { articleId: created.body.id } }]);
    },
  );

  if (!usesRedis) return;
  test.skipIf(isSkipped)(
    "Redis may be down, full or lose the queue: the article is there, and its jobs are done later",
    async () => {
      await redis?.stop();
      await post("Without Redis").expect(201);
      redis = await redis?.restart();
      await until("done");

      const { Redis } = await import("ioredis");
      const operator = new Redis(redis?.port ?? 0);
      await operator.config("SET", "maxmemory", "1");
      await post("Full Redis").expect(201);
      await expect.poll(async () => (await notifying())?.state).toBe("waiting");
      await operator.config("SET", "maxmemory", "0");
      await until("done");

      statuses = [503];
      await post("Lost queue").expect(201);
      await expect.poll(async () => (await notifying())?.attempts, { timeout }).toBe(1);
      await operator.flushall();
      await database.query("UPDATE jobs SET leased_until = now(), due_at = now()", []);
      await until("done");
      operator.disconnect();
    },
  );
});

test("only the workers of the process get jobs done", async () => {
  const { buildJobsApp } = await import("../../examples/article-api/jobs/app.ts");
  const articles = articleRepository(database);
  const jobsApp = buildJobsApp({ database, articles, secret: "s", reporter: false });

  const sent = [];
  for (const token of ["", "Bearer t", "Bearer s"]) {
    const call = request(jobsApp).post("/render-feed").set("authorization", token);
    sent.push((await call.send({})).status);
  }
  expect(sent).toEqual([401, 401, 204]);
});

test("the command prints the jobs of a user, lets one begin again, or says why not", async () => {
  await start();
  statuses = [400];
  await post("Printed").expect(201);
  await until("dead");
  const server = app.listen(0);
  await once(server, "listening");
  const file = await compile(
    new URL("../../examples/article-api/jobs/print-jobs.ts", import.meta.url),
  );
  // The address of a TCP server that listens has a port.
  const { port } = server.address() as AddressInfo;
  const print = async (TOKEN: string, ...args: string[]) => {
    const env = { ...process.env, TOKEN, ARTICLES_URL: `http://127.0.0.1:${port}` };
    const child = spawn(process.execPath, [file, ...args], { env });
    const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return output + complaint;
  };
  const token = authorization.replace("Bearer ", "");
  const dead = await notifying();

  expect(await print(token, "--state", "dead")).toMatch(
    /^\ndead {4} notify-subscriber {2}1× {2}[0-9a-f-]{36} {2}"Printed" {2}notification_refused, job_[0-9a-f-]{36}_1\n1 job\n$/,
  );
  expect(await print("nonsense")).toMatch(
    /^Unauthorized \(unauthorized\)\. The request id is req_/,
  );
  expect(await print(token, "--retry", String(dead?.id))).toContain("2 jobs");
  await until("done");
  expect(await print(token, "--retry", String(dead?.id))).toContain("Job not dead (job_not_dead)");
  server.close();
  await stop();
});
