import { readFileSync } from "node:fs";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import quickStart from "../examples/quick-start/app.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? "";

describe("the README", () => {
  it("shows the quick start as it is", () => {
    const source = readFileSync(new URL("../examples/quick-start/app.ts", import.meta.url), "utf8");

    expect(block("ts")).toBe(source);
  });

  it("shows the answer the quick start gives", async () => {
    const response = await supertest(quickStart).post("/articles").send({ title: "" });

    const { requestId, ...shown } = JSON.parse(block("json")) as Record<string, unknown>;
    expect(JSON.parse(response.text)).toEqual({ ...shown, requestId: expect.any(String) });
    expect(requestId).toMatch(/^req_/);
  });
});
