import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Express } from "express";
import type { Test } from "supertest";
import { afterAll, describe, expect, it } from "vitest";
import { serve, type Served } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const folder = mkdtempSync(join(tmpdir(), "hunter2-"));
mkdirSync(join(folder, "folder"));
writeFileSync(join(folder, "article.txt"), "an article");
writeFileSync(join(folder, ".hidden"), "secret");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ask = (api: Served["api"]) => Test;

const cases: readonly (readonly [what: string, status: number, ask: Ask])[] = [
  ["that is missing", 404, (api) => api.get("/missing.txt")],
  ["that is a folder", 404, (api) => api.get("/folder/")],
  ["that is hidden", 403, (api) => api.get("/.hidden")],
  ["outside of the folder", 403, (api) => api.get("/..%2farticle.txt")],
  ["with a NUL in its name", 400, (api) => api.get("/a%00b")],
  [
    "that is shorter than the range",
    416,
    (api) => api.get("/article.txt").set("Range", "bytes=99-"),
  ],
  ["that has changed", 412, (api) => api.get("/article.txt").set("If-Match", '"another"')],
];

describe.each(expresses)("on %s", (_name, express) => {
  const mounts: readonly (readonly [string, (app: Express) => unknown])[] = [
    [
      "express.static",
      (app) => app.use(express.static(folder, { fallthrough: false, dotfiles: "deny" })),
    ],
    [
      "res.sendFile",
      (app) =>
        app.use((req, res) =>
          res.sendFile(decodeURIComponent(req.path), { root: folder, dotfiles: "deny" }),
        ),
    ],
  ];

  describe.each(mounts)("%s", (_how, mount) => {
    // fault: send-file
    it.each(cases)(
      "responds to a file %s with %i and without its path",
      async (_what, status, ask) => {
        await using app = await serve(mount, { express });

        const response = await ask(app.api);

        expect(problem(response).status).toBe(status);
        expect(response.text + JSON.stringify(response.headers)).not.toMatch(
          /hunter2|ENOENT|\/tmp/,
        );
        expect(app.records).toMatchObject([{ status, level: "info" }]);
      },
    );

    it("tells the length of a file that is shorter than the range", async () => {
      await using app = await serve(mount, { express });

      const { headers } = await app.api.get("/article.txt").set("Range", "bytes=99-");

      expect(headers["content-range"]).toBe("bytes */10");
    });
  });
});
