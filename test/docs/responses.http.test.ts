import type { RequestListener } from "node:http";
import express, { type Express } from "express";
import { errorHandler, type ProblemSerializer } from "express-backstop";
import {
  googleApi,
  laravelErrors,
  nestErrors,
  railsErrors,
  springBootErrors,
} from "express-backstop/serializers";
import supertest from "supertest";
import { describe, expect, it, vi } from "vitest";
import { realPage } from "../migrating/real-page.ts";
import { startExample } from "../support/example.ts";
import { importBlock, importModule } from "./import-block.ts";
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

it("docs/guidance.md has the response of its app, and says when it is retryable", async () => {
  const app = await importBlock(block("docs/guidance.md", 0));
  const keyedApp = express().use((req, _res, next) => {
    req.headers["idempotency-key"] = "8e03978e";
    next();
  }, app);

  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const response = await request(app).post("/articles");
  const keyed = await request(keyedApp).post("/articles");
  log.mockRestore();

  expect(withoutId(response.text)).toEqual(jsonOf("docs/guidance.md"));
  expect(keyed.body).toMatchObject({ retryable: true });
});

it("docs/agents.md has the responses of its app", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const app = await importBlock(block("docs/agents.md", 0));
  const ask = (path: string, method: "post" | "put" = "post", body: object = {}) =>
    request(app)[method](path).set("Accept", "text/markdown, */*").send(body);

  const responses = [
    await ask("/articles", "post", { title: "News" }),
    await ask("/articles", "post", { title: "News", content: "None." }),
    await ask("/articles/7/publish"),
    await ask("/articles/7/publication", "put"),
  ];
  log.mockRestore();

  const anyId = (text: string): string => text.replace(/req_\w+/, "req_…");
  expect(responses.map(({ status }) => status)).toEqual([400, 201, 404, 503]);
  expect(responses.filter(({ status }) => status !== 201).map(({ text }) => anyId(text))).toEqual(
    blocksOf(page("docs/agents.md"), ["markdown"]).map(({ code }) => anyId(code)),
  );
});

it("docs/serializers.md has the responses of its app in each format", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const { createApp } = await importModule<{
    createApp: (serialize: ProblemSerializer) => Express;
  }>(block("docs/serializers.md", 1));
  const formats: readonly ProblemSerializer[] = [
    railsErrors(),
    laravelErrors(),
    nestErrors(),
    springBootErrors(),
    googleApi({ domain: "articles.example.com" }),
  ];

  const bodies: unknown[] = [];
  for (const serialize of formats) {
    const response = await request(createApp(serialize))
      .post("/articles")
      .send({ tags: ["news", ""] });
    bodies.push(withoutTime(response.text));
  }
  log.mockRestore();

  const shown = blocksOf(page("docs/serializers.md"), ["json"]);
  expect(bodies).toEqual(shown.map(({ code }) => withoutTime(code)));
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

/** The request id, wherever it is, and the time are new in each response. */
function withoutTime(json: string): unknown {
  return JSON.parse(
    json.replaceAll(/req_\w+|"20\d\d-[^"]+"/g, (text) =>
      text.startsWith("req") ? "req_…" : '"2026"',
    ),
  ) as unknown;
}

/** The request id is new in each response; the pages show one. */
function withoutId(json: string): unknown {
  return { ...(JSON.parse(json) as object), requestId: "req_…" };
}
