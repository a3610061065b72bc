import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Response } from "express";
import { ForbiddenError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { ask } from "../support/http.ts";
import { hasNginx, startNginx } from "../support/nginx.ts";

const reason = hasNginx ? "" : " (skipped: it needs nginx, or its path in TEST_NGINX)";

describe.skipIf(!hasNginx).each(expresses)(`behind nginx, on %s${reason}`, (_name, express) => {
  // fault: abandoned-headers
  it.each<[string, (res: Response) => unknown]>([
    ["X-Accel-Redirect", (res) => res.set("X-Accel-Redirect", "/protected/secret.txt")],
    ["X-Accel-Expires", (res) => res.set("X-Accel-Expires", "3600")],
    ["Cache-Control", (res) => res.set("Cache-Control", "public, max-age=3600")],
    ["Expires", (res) => res.set("Expires", new Date(Date.now() + 3_600_000).toUTCString())],
  ])("a refusal stays a refusal, and is not cached, after %s was set", async (_header, prepare) => {
    const folder = mkdtempSync(join(tmpdir(), "protected-"));
    writeFileSync(join(folder, "secret.txt"), "secret");
    let requests = 0;
    await using app = await serve(
      (target) =>
        target.get("/file", (_req, res) => {
          requests += 1;
          prepare(res);
          throw new ForbiddenError("Not for you.");
        }),
      { express },
    );
    await using nginx = await startNginx(
      `proxy_cache_path ${join(folder, "cache")} keys_zone=all:1m;
       server {
         listen 8080;
         location / { proxy_pass http://127.0.0.1:3000; proxy_cache all; }
         location /protected/ { internal; alias ${folder}/; }
       }`,
      { 3000: app.port },
    );

    const first = await ask(`${nginx.url}/file`);
    const second = await ask(`${nginx.url}/file`);

    rmSync(folder, { recursive: true, force: true });
    expect(first).toMatchObject({ status: 403, headers: { "cache-control": "no-store" } });
    expect(first.text).not.toContain("secret");
    expect(second.status).toBe(403);
    expect(requests).toBe(2);
  });
});
