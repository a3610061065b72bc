import type { RequestListener } from "node:http";
import type { Express } from "express";
import { errorHandler } from "express-backstop";
import supertest from "supertest";
import { describe, expect, it, vi } from "vitest";
import { realPage } from "../migrating/real-page.ts";
import { startExample } from "../support/example.ts";
import { importBlock } from "./import-block.ts";
import { type Block, blocksOf, page } from "./pages.ts";

const request = (app: Express) => supertest(app as RequestListener);
const jsonOf = (path: string): unknown => {
  const [shown] = blocksOf(page(path), ["json"]);
  return withoutId(shown?.code ?? "");
};

describe("the response on", () => {
  it("docs/throwing-errors.md is that to its HttpError", async () => {
    const app = await importBlock(block("docs/throwing-errors.md", 0));
    app.use(errorHandler({ reporter: false }));

    const response = await request(app).put("/articles/7");

    expect(withoutId(response.text)).toEqual(jsonOf("docs/throwing-errors.md"));
  });

  it("docs/error-catalog.md is that of its app", async () => {
    await using example = await startExample(
      "tsx --conditions=express-backstop/source examples/declared-errors/server.ts",
      {},
    );

    const response = await supertest(`http://127.0.0.1:${example.port}`).get("/articles/Nothing");

    expect(withoutId(response.text)).toEqual(jsonOf("docs/error-catalog.md"));
  });
});

describe("docs/migrating/error-middleware.md", () => {
  const path = "docs/migrating/error-middleware.md";

  it("shows the responses of both apps to the same request", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const [before, after] = [block(path, 0), block(path, 1)];

    const real = await realPage(
      page(path).text,
      { source: before.code, app: await importBlock(before) },
      { source: after.code, app: await importBlock(after) },
    );

    log.mockRestore();
    await expect(real).toMatchFileSnapshot(`../../${path}`);
  });

  it("keeps the format with its serializer", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const route =
      'app.get("/", () => { throw Object.assign(new Error("Not here."), { status: 404 }); });';
    const last = block(path, 2);
    const app = await importBlock({ ...last, code: `${route}\n${last.code}` });

    const response = await request(app).get("/");

    log.mockRestore();
    expect([response.status, response.body]).toEqual([404, { error: "Not here." }]);
  });
});

function block(path: string, index: number): Block {
  const found = blocksOf(page(path), ["ts"])[index];
  if (!found) throw new Error(`${path} has no block ${index + 1}.`);
  return found;
}

/** The request id is new in each response; the pages show one. */
function withoutId(json: string): unknown {
  return { ...(JSON.parse(json) as object), requestId: "req_…" };
}
