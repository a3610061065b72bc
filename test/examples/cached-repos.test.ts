import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import type { Express } from "express";
import type { FailureRecord } from "express-backstop";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryCache } from "../../examples/article-api/cache/memory-cache.ts";
import { redisCache } from "../../examples/article-api/cache/redis-cache.ts";
import { toolkit } from "../../examples/cached-repos/toolkit.ts";
import { compile } from "../support/compile.ts";
import { type RedisNode, startRedis, stopRedis, whyNoRedis } from "../support/redis-node.ts";

const repo = {
  name: "engine",
  description: null,
  html_url: "https://example.com/ada/engine",
  stargazers_count: 7,
  private: false,
};
const list = { username: "ada", repos: [{ name: "engine", description: null, stars: 7 }] };
// Nothing listens on port 2, and fetch refuses to try port 1.
const down = "http://127.0.0.1:2";

const json =
  (status: number, body: unknown): RequestListener =>
  (_req, res) =>
    void res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

const faults: [name: string, fails: RequestListener, status: number, code: string][] = [
  ["a 404", json(404, { message: "Not Found" }), 404, "user_not_found"],
  ["a 500", json(500, { message: "hunter2" }), 502, "bad_gateway"],
  ["a 403 because of too many requests", json(403, { message: "hunter2" }), 502, "bad_gateway"],
  ["something that is not JSON", (_req, res) => void res.end("<p>hunter2"), 502, "bad_gateway"],
  ["JSON of another kind", json(200, [{ name: "hunter2" }]), 502, "bad_gateway"],
  ["too much", json(200, [{ ...repo, description: "x".repeat(2_100_000) }]), 502, "bad_gateway"],
  [
    "half a body",
    (_req, res) => {
      res.writeHead(200, { "content-length": "1000" }).write('[{"name":"hunter2"');
      setTimeout(() => res.destroy(), 50);
    },
    502,
    "bad_gateway",
  ],
  ["a connection that it closes", (req) => void req.socket.destroy(), 502, "bad_gateway"],
  ["nothing", () => {}, 504, "gateway_timeout"],
  [
    "a body that does not end",
    (_req, res) => {
      res.write("[");
      const timer = setInterval(() => res.write(" "), 20);
      res.on("close", () => clearInterval(timer));
    },
    504,
    "gateway_timeout",
  ],
];

describe("the repositories of a user, with the package", () => {
  it.each(faults)(
    "responds to %s of the service with a problem",
    async (_what, fails, status, code) => {
      await using service = await serve(fails);
      const records: FailureRecord[] = [];
      const app = createApp(service.url, records, status === 504 ? 1_000 : 10_000);

      const answer = await request(app).get("/repos/ada");

      expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
      expect(answer.body).toMatchObject({ status, code });
      expect(answer.text).not.toMatch(/hunter2|127\.0\.0\.1/);
      expect(records.map((record) => record.code)).toEqual([code]);
      service.respondWith(json(200, [repo]));
      expect((await request(app).get("/repos/ada").expect(200)).body).toMatchObject(list);
    },
  );

  it("responds with a 503 and Retry-After while the service is down", async () => {
    const answer = await request(createApp(down)).get("/repos/ada");

    expect([answer.status, answer.body.code]).toEqual([503, "service_unavailable"]);
    expect(answer.headers["retry-after"]).toBe("5");
  });

  it("refuses a name that no user can have, and asks nobody", async () => {
    for (const name of ["..%2f..%2fuser", "a".repeat(40), "-", "a%20b"]) {
      const answer = await request(createApp(down)).get(`/repos/${name}`);
      expect([name, answer.status, answer.body.code]).toEqual([name, 400, "validation_failed"]);
    }
  });

  it("asks once for all who ask at the same time, and again after a failure", async () => {
    await using service = await serve(json(500, {}));
    const app = createApp(service.url);
    const server = app.listen(0);
    const ask = () => request(server).get("/repos/ada");

    const failed = await Promise.all([ask(), ask(), ask()]);
    expect(failed.map(({ status }) => status)).toEqual([502, 502, 502]);
    expect(service.requests()).toEqual(["/users/ada/repos?per_page=100"]);
    service.respondWith(json(200, [repo]));
    await ask().expect(200);
    expect(service.requests()).toHaveLength(2);
    server.close();
  });
});

const reason = whyNoRedis();

describe.skipIf(reason !== "")(
  `the repositories of a user and a Redis of their own${reason}`,
  () => {
    let redis: RedisNode;
    let redisUrl: string;

    beforeAll(async () => {
      redis = await startRedis();
      redisUrl = `redis://127.0.0.1:${redis.port}`;
    });
    afterAll(() => stopRedis());

    it("with the package, are kept for an hour, whatever happens to the service", async () => {
      await using service = await serve(json(200, [repo]));
      const caches = [redisCache(redisUrl), redisCache(redisUrl)] as const;
      const first = toolkit(caches[0], service.url, { reporter: false });
      await request(first).get("/repos/ada").expect(200);

      const second = toolkit(caches[1], down, { reporter: false });
      expect((await request(second).get("/repos/ADA").expect(200)).body).toMatchObject(list);
      expect(service.requests()).toHaveLength(1);
      for (const cache of caches) await cache.close();
    });

    it("by hand, leave the client without a response while the service is down", async () => {
      await using app = await start("by-hand", { REDIS_URL: redisUrl, REPOS_URL: down });

      await expect(app.get("/repos/grace", AbortSignal.timeout(1_000))).rejects.toThrow("timeout");

      expect(app.running()).toBe(true);
      expect(app.stderr()).toContain("ECONNREFUSED");
    });

    it("by hand, are the error of the service for an hour, as a success", async () => {
      await using service = await serve(json(404, { message: "Not Found" }));
      await using app = await start("by-hand", { REDIS_URL: redisUrl, REPOS_URL: service.url });

      const [first, second] = [await app.get("/repos/new"), await app.get("/repos/new")];

      expect([first.status, await first.json()]).toEqual([200, { message: "Not Found" }]);
      expect([second.status, service.requests().length]).toEqual([200, 1]);
    });

    it("by hand, end the process when Redis is gone", async () => {
      await using app = await start("by-hand", {
        REDIS_URL: "redis://127.0.0.1:1",
        REPOS_URL: down,
      });

      await expect(app.get("/repos/grace")).rejects.toThrow("fetch failed");

      expect(await app.exitCode()).toBe(1);
    });
  },
);

function createApp(url: string, records: FailureRecord[] = [], timeout = 10_000): Express {
  return toolkit(memoryCache(), url, {
    timeout,
    reporter: (record) => void records.push(record),
  });
}

/** Starts a service in the place of GitHub. */
async function serve(listener: RequestListener) {
  let respond = listener;
  const requests: string[] = [];
  const server: Server = createServer((req, res) => {
    requests.push(String(req.url));
    respond(req, res);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The address of a TCP server that listens has a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    respondWith: (next: RequestListener) => void (respond = next),
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Runs one way in a process of its own, so that its death can be watched. */
async function start(way: string, env: Record<string, string>) {
  const file = await compile(new URL("../../examples/cached-repos/server.ts", import.meta.url));
  const child = spawn(process.execPath, [file, way], {
    env: { ...process.env, NODE_OPTIONS: "", PORT: "0", ...env },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const closed = once(child, "close");
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    closed.then(() => Promise.reject(new Error(`${way} did not start: ${stderr}`))),
  ]);
  const url = String(line).split(" ").at(-1);

  return {
    get: (path: string, signal: AbortSignal | null = null) => fetch(url + path, { signal }),
    exitCode: async () => {
      await closed;
      return child.exitCode;
    },
    running: () => child.exitCode === null && child.signalCode === null,
    stderr: () => stderr,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}
