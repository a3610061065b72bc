import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { parseSync } from "oxc-parser";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import { blocksOf, page, read } from "./docs/pages.ts";
import { sandbox } from "./docs/sandbox.ts";

const readme = page("README.md");

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
    expect(blocksOf(readme, ["ts", "js"])[0]?.code).toBe(read("examples/quick-start/server.ts"));
  });

  it("has a quick start that is JavaScript, to be saved as server.mjs", () => {
    const [quickStart] = blocksOf(readme, ["js"]);

    expect(parseSync("server.mjs", quickStart?.code ?? "").errors).toEqual([]);
    expect(quickStart?.code).toBe(blocksOf(readme, ["ts", "js"])[0]?.code);
  });

  it("shows the response of its quick start to its curl command", async () => {
    await using running = sandbox();
    await import("../examples/quick-start/server.ts");
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
