import { describe, expect, it } from "vitest";
import { type ChildApp, startApp } from "../support/child.ts";
import { postgresServer } from "../support/postgres.ts";
import { redisServer } from "../support/redis.ts";

const postgres = await postgresServer();
const redis = await redisServer();

const clients = [
  ["pg", postgres, "a PostgreSQL server on 127.0.0.1:5432"],
  ["redis", redis, "a Redis server on 127.0.0.1:6379"],
  ["ioredis", redis, "a Redis server on 127.0.0.1:6379"],
  ["redis3", redis, "a Redis server on 127.0.0.1:6379"],
].map(([kind = "", server, needed]) => ({
  kind,
  server,
  named: server ? kind : `${kind} (skipped: it needs ${needed})`,
}));

const guards = ["guardClient", "guardCallback"];
const ways = ["throws", "rejects", "nested", "awaits"];
const culprits = guards.flatMap((guard) =>
  ways.flatMap((way) => [1, 2, 3, 4, 5, 6].map((id) => ({ path: `/${guard}/${way}/${id}`, id }))),
);

describe.concurrent.each(clients)("exceptions in the callbacks of $named", ({ kind, server }) => {
  // fault: callback-of-a-library
  it.skipIf(!server).each([
    ["that was opened at start", "at-start"],
    ["that an innocent request opened, which still streams", "lazily"],
  ])("fail only the request that caused them, on a connection %s", async (_how, opened) => {
    await using app = await startApp("clients", { args: [kind, opened] });

    const innocents = await Promise.all(
      guards.map((guard) => fetch(`${app.url}/${guard}/innocent`)),
    );
    const answers = await Promise.all(culprits.map(({ path }) => answerOf(app, path)));
    const streams = await Promise.all(innocents.map((innocent) => innocent.text()));
    const next = await Promise.all(guards.map((guard) => answerOf(app, `/${guard}/fine`)));

    expect(streams).toEqual(["begun\ncomplete\n", "begun\ncomplete\n"]);
    expect(next.map(({ status }) => status)).toEqual([200, 200]);
    expect(app.running()).toBe(true);
    for (const { status, type, text } of answers) {
      expect([status, type]).toEqual([500, "application/problem+json"]);
      expect(JSON.parse(text)).toMatchObject({ code: "internal_error" });
      expect(text).not.toContain("secret");
    }
    // Each failure is recorded with the request it came from, and the process saw none of them.
    expect(app.output().trim().split("\n").toSorted()).toEqual(
      culprits.map(({ path, id }) => `record ${path}: secret of ${id}`).toSorted(),
    );
  });
});

async function answerOf(app: ChildApp, path: string) {
  const response = await fetch(`${app.url}${path}`);
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    text: await response.text(),
  };
}
