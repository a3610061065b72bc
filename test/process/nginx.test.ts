import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startApp } from "../support/child.ts";
import { ask } from "../support/http.ts";
import { hasNginx, startNginx } from "../support/nginx.ts";

const guide = readFileSync(new URL("../../docs/process.md", import.meta.url), "utf8");
const configuration = /```nginx\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
const reason = hasNginx ? "" : " (skipped: it needs nginx, or its path in TEST_NGINX)";

describe.skipIf(!hasNginx)(`nginx as the guide sets it up${reason}`, () => {
  // fault: nginx
  it("moves a GET on from a process that drains, and passes its 503 on to a POST", async () => {
    await using failing = await startApp("crashes", {
      args: [JSON.stringify({ lameDuck: 4000, deadline: 8000 })],
    });
    await using healthy = await startApp("crashes");
    await using nginx = await startNginx(configuration, {
      3000: failing.port,
      3001: healthy.port,
    });
    await ask(`${failing.url}/crash/timer`);

    const posts = [];
    for (let count = 0; count < 2; count += 1)
      posts.push(await ask(`${nginx.url}/fine`, { method: "POST" }));
    const gets = [];
    for (let count = 0; count < 6; count += 1) gets.push(await ask(`${nginx.url}/fine`));

    // The healthy one has no such method.
    expect(new Set(posts.map(({ status }) => status))).toEqual(new Set([405, 503]));
    expect(posts.find(({ status }) => status === 503)).toMatchObject({
      headers: { "content-type": "application/problem+json", "retry-after": "1" },
      text: expect.stringContaining('"code":"service_unavailable"'),
    });
    expect(gets.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it("passes a 500 on unchanged, and sends problems of its own", async () => {
    const app = await startApp("crashes", {
      args: [JSON.stringify({ lameDuck: 50, deadline: 1000 })],
    });
    await using nginx = await startNginx(configuration, { 3000: app.port, 3001: app.port });

    const tooLarge = await ask(nginx.url, { method: "POST", body: "x".repeat(1_100_000) });
    const culprit = await ask(`${nginx.url}/crash/timer`);
    await app.exit;
    const down = await ask(`${nginx.url}/fine`);

    expect(JSON.parse(culprit.text)).toMatchObject({ status: 500, code: "internal_error" });
    for (const [answer, status, code] of [
      [tooLarge, 413, "content_too_large"],
      [down, 502, "bad_gateway"],
    ] as const) {
      expect(answer).toMatchObject({
        status,
        headers: {
          "content-type": "application/problem+json",
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        },
      });
      expect(JSON.parse(answer.text)).toMatchObject({ status, code });
    }
  });

  // fault: nginx
  it("keeps no error in its cache", async () => {
    await using app = await startApp("crashes");
    const cached = configuration
      .replace("upstream api", "proxy_cache_path cache keys_zone=all:1m;\nupstream api")
      .replace(
        "proxy_pass",
        "proxy_cache all; proxy_cache_valid any 1m;\nadd_header X-Cache $upstream_cache_status always;\nproxy_pass",
      );
    await using nginx = await startNginx(cached, { 3000: app.port, 3001: app.port });

    const errors = [];
    for (let count = 0; count < 2; count += 1) errors.push(await ask(`${nginx.url}/nowhere`));
    const successes = [];
    for (let count = 0; count < 2; count += 1) successes.push(await ask(`${nginx.url}/fine`));

    expect(errors.map(({ headers }) => headers["x-cache"])).toEqual(["MISS", "MISS"]);
    expect(successes.map(({ headers }) => headers["x-cache"])).toEqual(["MISS", "HIT"]);
  });
});
