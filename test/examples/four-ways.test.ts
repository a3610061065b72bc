import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import type { Express, NextFunction, Request, Response } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { customCheck as customCheckByHand } from "../../examples/four-ways/by-hand/custom-check.ts";
import { promises as promisesByHand } from "../../examples/four-ways/by-hand/promises.ts";
import { tryCatch as tryCatchByHand } from "../../examples/four-ways/by-hand/try-catch.ts";
import { type ArticleStore, articleStore } from "../../examples/four-ways/store.ts";
import { createApp } from "../../examples/four-ways/toolkit/app.ts";
import { callback } from "../../examples/four-ways/toolkit/callback.ts";
import { customCheck } from "../../examples/four-ways/toolkit/custom-check.ts";
import { promises } from "../../examples/four-ways/toolkit/promises.ts";
import { tryCatch } from "../../examples/four-ways/toolkit/try-catch.ts";
import { compile } from "../support/compile.ts";

const article = { title: "On errors", content: "They happen." };
const untitled = { content: "They happen." };
const address = "10.0.3.17:5432";

describe("by hand, try/catch", () => {
  it("responds to a database that is down as if the client were at fault, and reveals where the database is", async () => {
    const store = articleStore();
    store.down = true;

    const answer = await post(tryCatchByHand(store), article);

    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ "Something went wrong": `connect ECONNREFUSED ${address}` });
  });

  it("reveals the table and the column of the database when the title is missing", async () => {
    const answer = await post(tryCatchByHand(articleStore()), untitled);

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('column \\"title\\" of relation \\"articles\\"');
  });

  it("reveals the stack when the JSON is malformed, which no try in the route catches", async () => {
    const answer = await post(tryCatchByHand(articleStore()), '{"title":');

    expect(answer.status).toBe(400);
    expect(answer.type).toBe("text/html");
    expect(answer.text).toContain("node_modules");
  });
});

describe("by hand, callback", () => {
  it.each([
    ["a missing title", {}, untitled, "23502"],
    ["a database that is down", { STORE: "down" }, article, "ECONNREFUSED"],
    ["a saved document that is missing", { STORE: "broken" }, article, "TypeError"],
  ])("ends the process after %s", async (_what, env, body, cause) => {
    await using server = await start("by-hand/callback", env);

    await expect(server.post(body)).rejects.toThrow("fetch failed");

    expect(await server.exitCode()).toBe(1);
    expect(server.stderr()).toContain(cause);
  });
});

describe("by hand, promises", () => {
  it("ends the process after an unhandled rejection", async () => {
    await using server = await start("by-hand/promises", { STORE: "down" });

    await expect(server.post(article)).rejects.toThrow("fetch failed");

    expect(await server.exitCode()).toBe(1);
    expect(server.stderr()).toContain("ECONNREFUSED");
  });

  it("leaves the client waiting if the process survives such rejections", async () => {
    await using server = await start("by-hand/promises", {
      STORE: "down",
      NODE_OPTIONS: "--unhandled-rejections=warn",
    });

    await expect(server.post(article, AbortSignal.timeout(1000))).rejects.toThrow("timeout");

    expect(server.stderr()).toContain("ECONNREFUSED");
    expect(server.running()).toBe(true);
  });

  it("responds to everything as if the client were at fault once a catch is added", async () => {
    const store = articleStore();
    store.down = true;

    const answer = await post(promisesByHand(store), article, "/article/caught");

    expect(answer.status).toBe(400);
    expect(answer.text).toContain(address);
  });
});

describe("by hand, custom check", () => {
  it("responds twice, and keeps the article that it has refused", async () => {
    const store = articleStore();
    const app = customCheckByHand(store);
    const failure = firstFailure(app);

    const answer = await post(app, { title: article.title });

    expect(answer.status).toBe(400);
    expect(await failure).toMatchObject({ code: "ERR_HTTP_HEADERS_SENT" });
    await expect(store.saveAsync(article)).rejects.toMatchObject({ code: "23505" });
  });

  it("responds to a title that is taken with a 500 and the stack", async () => {
    const store = articleStore();
    await store.saveAsync(article);

    const answer = await post(customCheckByHand(store), article);

    expect(answer.status).toBe(500);
    expect(answer.type).toBe("text/html");
    expect(answer.text).toContain("articles_title_key");
  });
});

describe.each([
  ["try/catch", tryCatch],
  ["callback", callback],
  ["promises", promises],
  ["custom check", customCheck],
])("on the toolkit, %s", (_way, routes) => {
  it("responds to a saved article with 201", async () => {
    const answer = await post(createApp(routes(articleStore()), { reporter: false }), article);

    expect(answer.status).toBe(201);
    expect(answer.headers["location"]).toBe("/article/1");
    expect(answer.body).toEqual({ id: 1, ...article });
  });

  it.each(faults().map((row) => [row.fault, row] as const))(
    "responds to %s with the same problem as every other way",
    async (_fault, row) => {
      const store = articleStore();
      await row.given(store);

      const answer = await post(createApp(routes(store), { reporter: false }), row.body);

      expect(answer.type).toBe("application/problem+json");
      expect(answer.status).toBe(row.status);
      expect(answer.body).toMatchObject({ status: row.status, ...row.problem });
      expect(answer.headers["retry-after"]).toBe(row.retryAfter);
      expect(answer.text).not.toMatch(
        /ECONNREFUSED|10\.0\.3\.17|Key \(title\)|relation|node_modules/,
      );
      expect(withoutRequestId(answer.body)).toEqual(await reference(row));
    },
  );

  it("gives the reporter the error of the driver, which the client does not see", async () => {
    const store = articleStore();
    store.down = true;
    const records: unknown[] = [];
    const reporter = (record: unknown) => void records.push(record);

    await post(createApp(routes(store), { reporter }), article);

    expect(records).toHaveLength(1);
    expect(inspect(records, { depth: 6 })).toContain("ECONNREFUSED");
  });
});

describe("on the toolkit, a saved document that is not there", () => {
  it.each(["try-catch", "callback", "promises", "custom-check"])(
    "sends %s one 500, and the process lives",
    async (way) => {
      await using server = await start(`toolkit/${way}`, { STORE: "broken" });

      const answer = await server.post(article);
      const next = await server.post(article);

      expect(answer.status).toBe(500);
      expect(next.status).toBe(409);
      expect(server.running()).toBe(true);
    },
  );
});

describe("on the toolkit, a repeated title", () => {
  it("is refused once by the custom check", async () => {
    const routes = customCheck(articleStore());

    const answer = await post(createApp(routes, { reporter: false }), { title: "a", content: "a" });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ status: 400 });
  });
});

interface Fault {
  readonly fault: string;
  readonly given: (store: ArticleStore) => unknown;
  readonly body: object | string;
  readonly status: number;
  readonly problem: object;
  readonly retryAfter?: string;
}

function faults(): Fault[] {
  return [
    {
      fault: "a missing title",
      given: () => {},
      body: untitled,
      status: 400,
      problem: {
        code: "validation_failed",
        errors: [expect.objectContaining({ pointer: "#/title" })],
      },
    },
    {
      fault: "malformed JSON",
      given: () => {},
      body: '{"title":',
      status: 400,
      problem: { code: "invalid_json" },
    },
    {
      fault: "a title that is taken",
      given: (store) => store.saveAsync(article),
      body: article,
      status: 409,
      problem: { code: "article_title_taken", title: "Article title already in use" },
    },
    {
      fault: "a database that is down",
      given: (store) => (store.down = true),
      body: article,
      status: 503,
      problem: { code: "service_unavailable" },
      retryAfter: "5",
    },
  ];
}

/** Returns the problem of the first of the four ways, which all of them have to send. */
async function reference({ given, body }: Fault) {
  const store = articleStore();
  await given(store);
  const answer = await post(createApp(tryCatch(store), { reporter: false }), body);
  return withoutRequestId(answer.body);
}

function withoutRequestId(problem: object): object {
  return { ...problem, requestId: undefined };
}

function post(app: Express, body: object | string, path = "/article") {
  return request(app).post(path).set("content-type", "application/json").send(body);
}

/** Resolves to the first error that reaches the end of an app. */
function firstFailure(app: Express): Promise<unknown> {
  return new Promise((resolve) => {
    app.use((error: unknown, _req: Request, _res: Response, next: NextFunction) => {
      resolve(error);
      next(error);
    });
  });
}

/** Runs one way in a process of its own, so that its death can be watched. */
async function start(way: string, env: Record<string, string>) {
  const child = spawn(
    process.execPath,
    [await compile(new URL("../../examples/four-ways/server.ts", import.meta.url)), way],
    { env: { ...process.env, NODE_OPTIONS: "", PORT: "0", ...env } },
  );
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const closed = once(child, "close");

  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    closed.then(() => Promise.reject(new Error(`${way} did not start: ${stderr}`))),
  ]);
  const url = String(line).split(" ").at(-1);

  return {
    post: (body: object, signal: AbortSignal | null = null) =>
      fetch(`${url}/article`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal,
      }),
    exitCode: async () => {
      await closed;
      return child.exitCode;
    },
    running: () => child.exitCode === null && child.signalCode === null,
    stderr: () => stderr,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}
