import {
  asyncHandler,
  ConflictError,
  defineErrors,
  type MarkdownRenderer,
  type ProblemSerializer,
} from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { toMarkdown } from "express-backstop/markdown";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

const errors = defineErrors(
  {
    stock_locked: {
      status: 409,
      title: "Stock locked",
      detail: "Somebody counts the stock.",
      retry: "later",
      fix: "Try again in a minute.",
    },
  },
  { extend: builtInErrors },
);
const agent = "text/markdown, text/html, */*";
const markdownType = "text/markdown; charset=utf-8";
const json = "application/problem+json";
const html = "text/html; charset=utf-8";
const custom: ProblemSerializer = Object.assign(() => "a", {
  contentType: "application/vnd.a+json",
});

describe.each(expresses)("Markdown, on %s", (_name, express) => {
  it("is JSON for an agent unless the option is set, and does not vary by Accept", async () => {
    await using app = await serve((app) => app.get("/", throwing(errors.stock_locked())), {
      express,
    });

    const response = await app.api.get("/").set("accept", agent);

    expect(problem(response).detail).toBe("Somebody counts the stock.");
    expect(response.headers).not.toHaveProperty("vary");
  });

  // RFC 9110 §12.5.1: the weight decides, then the order.
  it.each<[string | undefined, string, string]>([
    [agent, markdownType, markdownType],
    ["text/markdown", markdownType, markdownType],
    [
      "text/markdown;q=1.0, text/x-markdown;q=0.9, text/plain;q=0.8, */*;q=0.1",
      markdownType,
      markdownType,
    ],
    ["text/html, text/markdown;q=0.9", markdownType, html],
    ["text/html, */*", json, html],
    ["text/*", markdownType, html],
    ["application/json, text/markdown", json, json],
    ["application/problem+json;q=0.5, text/markdown;q=0.4", json, json],
    ["text/markdown;q=0, */*", json, json],
    ["text/plain", json, json],
    ["*/*", json, json],
    [undefined, json, json],
    [";;;,,q=", json, json],
  ])("for Accept %j is sent as %s, and with pages as %s", async (accept, alone, withPages) => {
    const types: unknown[] = [];
    for (const pages of [false, true]) {
      await using app = await serve((app) => app.get("/", throwing(errors.stock_locked())), {
        express,
        markdown: toMarkdown,
        html: pages,
      });

      const request = app.api.get("/");
      const response = await (accept === undefined ? request : request.set("accept", accept));

      expect(response.status).toBe(409);
      expect(response.headers["vary"]).toBe("Accept");
      types.push(response.headers["content-type"]);
    }
    expect(types).toEqual([alone, withPages]);
  });

  it("has the same status and headers as the JSON, and the members of guidance", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res) => {
          res.set({ Vary: "Origin", ETag: '"1"', "Retry-After": "60" });
          throw errors.stock_locked();
        }),
      { express, markdown: toMarkdown },
    );

    const { status, headers, text } = await app.api.get("/").set("accept", agent);

    expect(status).toBe(409);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "retry-after": "60",
      vary: "Origin, Accept",
    });
    expect(headers).not.toHaveProperty("etag");
    expect(text).toBe(`---
type: "/problems/stock_locked"
status: 409
code: "stock_locked"
retryable: true
retryAfter: 60
category: "conflict"
requestId: "${headers["x-request-id"]}"
---

# Stock locked

## What happened

Somebody counts the stock.

## What to do

Try again in a minute. Wait 60 seconds, then send the same request again.
`);
  });

  it("turns guidance on for JSON too, unless it is turned off", async () => {
    const mount = (app: { get: (path: string, handler: never) => unknown }): unknown =>
      app.get("/", throwing(errors.stock_locked()) as never);
    await using on = await serve(mount, { express, markdown: toMarkdown });
    await using off = await serve(mount, { express, markdown: toMarkdown, guidance: false });

    expect(problem(await on.api.get("/"))).toMatchObject({ retryable: true });
    expect(problem(await off.api.get("/"))).not.toHaveProperty("retryable");
    expect((await off.api.get("/").set("accept", agent)).text).not.toContain("What to do");
  });

  it("says nothing of an unknown error", async () => {
    await using app = await serve((app) => app.get("/", throwing(new Error("db.internal"))), {
      express,
      guidance: errors,
      markdown: toMarkdown,
    });

    const { text } = await app.api.get("/").set("accept", agent);

    expect(text).not.toContain("db.internal");
    expect(text).toContain("Report it to the operator of the server with the `requestId`.");
  });

  it("stands beside a serializer, whose media type counts", async () => {
    await using app = await serve((app) => app.get("/", throwing(errors.stock_locked())), {
      express,
      markdown: toMarkdown,
      serialize: custom,
    });
    const typeFor = async (accept: string) =>
      (await app.api.get("/").set("accept", accept)).headers["content-type"];

    expect(await typeFor("application/vnd.a+json, text/markdown")).toBe("application/vnd.a+json");
    expect(await typeFor("text/markdown, application/vnd.a+json")).toBe(markdownType);
  });

  it("has no body for HEAD, and does not end a stream in another format", async () => {
    await using app = await serve(
      (app) => {
        app.get(
          "/stream",
          asyncHandler(async (_req, res) => {
            res.type("text/event-stream").write("data: 1\n\n");
            throw new ConflictError("Taken.");
          }),
        );
        app.get("/", throwing(new ConflictError()));
      },
      { express, markdown: toMarkdown },
    );

    const head = await app.api.head("/").set("accept", agent);
    const stream = await app.api.get("/stream").set("accept", agent);

    expect([head.headers["content-type"], head.text ?? ""]).toEqual([markdownType, ""]);
    expect(stream.text).toMatch(/\n\nevent: problem\ndata: \{"type"/);
  });

  it.each<[string, () => unknown, string]>([
    [
      "throws",
      () => {
        throw new Error("no template");
      },
      "no template",
    ],
    ["returns nothing", () => undefined, "markdown must return a string, got undefined"],
    [
      "rejects",
      async () => Promise.reject(new Error("late")),
      "markdown must return a string, got a Promise",
    ],
  ])("falls back to JSON when an own function %s", async (_what, markdown, message) => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError("Taken."))), {
      express,
      markdown: markdown as MarkdownRenderer,
    });

    const response = await app.api.get("/").set("accept", agent);

    expect(problem(response)).toMatchObject({ status: 409, detail: "Taken." });
    expect(response.headers).toMatchObject({ vary: "Accept" });
    expect(app.records[0]?.alsoFailed).toMatchObject([{ message }]);
  });

  it("writes what JSON can hold of a problem with hostile members", async () => {
    const error = new ConflictError("Taken.", {
      extensions: { big: 1n, table: "x".repeat(100_000), fine: "[a](b)" },
      errors: [undefined] as never,
    });
    await using app = await serve((app) => app.get("/", throwing(error)), {
      express,
      markdown: toMarkdown,
    });

    const response = await app.api.get("/").set("accept", agent);

    expect(response.status).toBe(409);
    expect(response.text.length).toBeLessThan(2000);
  });
});

it("refuses a markdown option that is not a function", async () => {
  await expect(serve(() => {}, { markdown: true } as object)).rejects.toThrow(
    "errorHandler: markdown must be a function, for instance toMarkdown of express-backstop/markdown, got true.",
  );
});
