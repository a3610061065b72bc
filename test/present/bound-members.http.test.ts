import { type ErrorHandlerOptions, HttpError, type HttpErrorOptions } from "express-backstop";
import { jsonApi } from "express-backstop/serializers";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const field = { in: "body", pointer: "#/a", code: "unknown", detail: "x".repeat(20_000) } as const;
const circle: unknown[] = [];
circle.push(circle);
let deep: unknown = [];
for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
const formats: readonly ErrorHandlerOptions[] = [{}, { html: true }, { serialize: jsonApi() }];

describe.each(expresses)("a problem that is too large, on %s", (_name, express) => {
  const send = async (thrown: HttpErrorOptions, options: ErrorHandlerOptions = {}) => {
    await using server = await serve(
      (app) =>
        app.get("/", () => {
          throw new HttpError(409, "Taken.", thrown);
        }),
      { express, ...options },
    );
    const { status, text } = await server.api.get("/").set("Accept", "text/html");
    return { status, text, records: server.records };
  };

  // fault: huge-extensions
  it.each<[name: string, thrown: HttpErrorOptions]>([
    ["rows", { extensions: { id: 7, rows: Array.from({ length: 1e6 }, () => "row") } }],
    ["text", { extensions: { id: 7, text: "x".repeat(2e7) } }],
    ["controls", { extensions: { id: 7, controls: "\u0000".repeat(20_000) } }],
    ["numbers", { extensions: { id: 7, numbers: Array.from({ length: 4000 }, () => -1 / 3) } }],
    ["keys", { extensions: { id: 7, keys: { ["k".repeat(1e5)]: 1 } } }],
    ["bytes", { extensions: { id: 7, bytes: Buffer.alloc(1e6) } }],
    ["toJson", { extensions: { id: 7, toJson: { toJSON: () => "x".repeat(1e6) } } }],
    ["second", { extensions: { id: 7, first: "x".repeat(40_000), second: "x".repeat(40_000) } }],
    ["errors", { extensions: { id: 7 }, errors: Array.from({ length: 40 }, () => field) }],
    ["instance", { extensions: { id: 7 }, instance: `/${"x".repeat(1e6)}` }],
  ])("is sent without its member %s, which the record names", async (name, thrown) => {
    for (const format of formats) {
      const { status, text, records } = await send(thrown, format);

      expect(status).toBe(409);
      expect(text.length).toBeLessThan(70_000);
      expect(text).toMatch(/"id":\s*7|<dt>id<\/dt>/);
      expect(records).toMatchObject([
        { alsoFailed: [{ message: expect.stringContaining(`"${name}" was left out`) }] },
      ]);
    }
  });

  it("still counts the fields that are left out", async () => {
    const { text } = await send({ errors: Array.from({ length: 40 }, () => field) });

    expect(JSON.parse(text)).toMatchObject({ errorCount: 40 });
  });

  it("keeps what is large and fits", async () => {
    const extensions = { rows: Array.from({ length: 5000 }, (_, index) => index), on: new Date(0) };
    const { text, records } = await send({ extensions });

    expect(JSON.parse(text)).toMatchObject({
      rows: extensions.rows,
      on: "1970-01-01T00:00:00.000Z",
    });
    expect(records[0]).not.toHaveProperty("alsoFailed");
  });

  it("survives a circle and an array that is nested deeper than the stack allows", async () => {
    for (const hostile of [circle, deep]) {
      const { text } = await send({ extensions: { id: 7, hostile } });

      expect(JSON.parse(text)).toMatchObject({ id: 7 });
    }
  });

  it("has a title of limited length", async () => {
    const { text } = await send({ title: "x".repeat(1e6) });

    expect(text.length).toBeLessThan(3000);
  });
});
