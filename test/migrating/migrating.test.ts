import { readFileSync } from "node:fs";
import type { Express } from "express";
import request, { type Response } from "supertest";
import { describe, expect, it, vi } from "vitest";
import afterCelebrate from "../../examples/migrating/celebrate.ts";
import afterExpressValidator from "../../examples/migrating/express-validator.ts";
import afterExpressZodSafe from "../../examples/migrating/express-zod-safe.ts";
import beforeCelebrate from "./celebrate.ts";
import beforeExpressValidator from "./express-validator.ts";
import beforeExpressZodSafe from "./express-zod-safe.ts";

const id = "7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01";

const good = (app: Express) =>
  request(app).put(`/articles/${id}?notify=true`).send({ title: " A " });
const bad = (app: Express) =>
  request(app)
    .put("/articles/7?notify=hunter2")
    .send({ title: " ", tags: ["a", 1], admin: true });

describe.each([
  ["celebrate", beforeCelebrate, afterCelebrate],
  ["express-validator", beforeExpressValidator, afterExpressValidator],
  ["express-zod-safe", beforeExpressZodSafe, afterExpressZodSafe],
])("the page about %s", (name, before, after) => {
  const page = read(`../../docs/migrating/${name}.md`);

  it("shows the route before and after as it runs", () => {
    expect(blocks(page, "ts")).toEqual([
      read(`./${name}.ts`),
      read(`../../examples/migrating/${name}.ts`),
    ]);
  });

  it("has two routes that respond to a valid request alike", async () => {
    const expected = { id, notify: true, title: "A", tags: [] };

    expect(await good(before)).toMatchObject({ status: 200, body: expected });
    expect(await good(after)).toMatchObject({ status: 200, body: expected });
  });

  it("shows the responses of both to an invalid request", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});

    const answers = [await bad(before), await bad(after)];

    log.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(blocks(page, "json").map((block) => JSON.parse(block) as unknown)).toEqual(
      answers.map(shown),
    );
  });
});

it("does not repeat what was sent, as express-validator does", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});

  expect((await bad(beforeExpressValidator)).text).toContain("hunter2");
  expect((await bad(afterExpressValidator)).text).not.toContain("hunter2");
  log.mockRestore();
});

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

function blocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, block = ""]) => block,
  );
}

/** Replaces the request id, which is new in each response, by that on the pages. */
function shown(response: Response): unknown {
  const body: unknown = JSON.parse(response.text);
  const hasId = typeof body === "object" && body !== null && "requestId" in body;
  return hasId ? { ...body, requestId: "req_4f0c2ab19d731" } : body;
}
