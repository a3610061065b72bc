import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Express } from "express";
import { errorHandler } from "express-backstop";
import supertest from "supertest";
import { afterAll, describe, expect, it } from "vitest";
import declaredErrors from "../examples/declared-errors/app.ts";
import { blocksOf, page, read, root } from "./docs/pages.ts";
import { sandbox } from "./docs/sandbox.ts";
import { moduleWriter } from "./docs/to-module.ts";

const readme = page("README.md");

const parent = fileURLToPath(new URL("test/docs/.blocks/", root));
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(parent);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the README", () => {
  it("has no more than 200 lines", () => {
    expect(readme.text.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
  });

  it("has the commands that run the sample and all tests", () => {
    const commands = blocksOf(readme, ["sh"]).flatMap(({ code }) => code.split("\n"));

    expect(commands.map((line) => line.replace(/ *#.*/, ""))).toEqual(
      expect.arrayContaining(["npm ci && npm start", "npm ci && npm test"]),
    );
  });

  it("shows the example quick-start as it is", () => {
    expect(blocksOf(readme, ["ts"])[0]?.code).toBe(read("examples/quick-start/app.ts"));
  });

  it("shows the response of its quick start to its curl command", async () => {
    await using running = sandbox();
    await import("../examples/quick-start/app.ts");
    const port = await portOf(running.servers[0]);
    const [, body = ""] = /curl .* -d '(.+)' localhost:3000\/articles/.exec(readme.text) ?? [];

    const response = await supertest(`http://127.0.0.1:${port}`)
      .post("/articles")
      .set("Content-Type", "application/json")
      .send(body);

    const [shown] = blocksOf(readme, ["http"]);
    const [head = "", json = ""] = shown?.code.split("\n\n") ?? [];
    const [statusLine, ...headers] = head.split("\n");
    const received = headers
      .map((line) => line.split(": ")[0] ?? "")
      .map((name) => `${name}: ${response.headers[name.toLowerCase()]}`);
    expect(statusLine).toBe(`HTTP/1.1 ${response.status} Bad Request`);
    expect(received.map(anyId)).toEqual(headers.map(anyId));
    expect(withoutId(response.text)).toEqual(withoutId(json));
  });
});

describe("docs/throwing-errors.md", () => {
  it("shows the response to an HttpError", async () => {
    const { path, text } = page("docs/throwing-errors.md");
    const [thrown] = blocksOf({ path, text }, ["ts"]);
    const toModule = await moduleWriter();
    writeFileSync(join(folder, "http-error.ts"), toModule(thrown?.code ?? ""));
    const { app } = (await import(join(folder, "http-error.ts"))) as { app: Express };
    app.use(errorHandler({ reporter: false }));

    const response = await supertest(app as RequestListener).put("/articles/7");

    const [shown] = blocksOf({ path, text }, ["json"]);
    expect(withoutId(response.text)).toEqual(withoutId(shown?.code ?? ""));
  });
});

describe("docs/error-catalog.md", () => {
  it("shows the response of its app", async () => {
    const response = await supertest(declaredErrors).get("/articles/Nothing");

    const [shown] = blocksOf(page("docs/error-catalog.md"), ["json"]);
    expect(withoutId(response.text)).toEqual(withoutId(shown?.code ?? ""));
  });
});

async function portOf(server: Server | undefined): Promise<number> {
  if (!server) throw new Error("The quick start has no server.");
  if (!server.listening) await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** The request id is new in each response; the pages show one. */
function anyId(text: string): string {
  return text.replace(/req_[a-z\d]+/, "req_…");
}

function withoutId(json: string): unknown {
  return JSON.parse(anyId(json)) as unknown;
}
