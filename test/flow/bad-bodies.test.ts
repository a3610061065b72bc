import { gzipSync } from "node:zlib";
import type express5 from "express";
import { asyncHandler, type ProblemDetails, UnauthorizedError, validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const json = { "Content-Type": "application/json" };
const form = { "Content-Type": "application/x-www-form-urlencoded" };

const gzip = { ...json, "Content-Encoding": "gzip" };
const zipped = gzipSync(JSON.stringify({ title: "x".repeat(1000) }));

const Tree: z.ZodType = z.lazy(() =>
  z.union([z.string(), z.array(Tree), z.record(z.string(), Tree)]),
);

const bad: readonly (readonly [string, Record<string, string>, string | Buffer, object])[] = [
  ["half an object", json, '{"password":"hunter2",', invalidJson()],
  ["a bare word", json, "hunter2", invalidJson()],
  ["20 kB of brackets that are not closed", json, "[".repeat(20_000), invalidJson()],
  ["bytes that are not UTF-8", json, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), invalidJson()],
  [
    "an unknown charset",
    { "Content-Type": "application/json; charset=latin-2" },
    "{}",
    { status: 415, code: "unsupported_media_type" },
  ],
  ["an unknown content coding", { ...json, "Content-Encoding": "zip" }, "{}", { status: 415 }],
  [
    "a body that is not gzip",
    gzip,
    "{}",
    { status: 400, detail: "The compressed body cannot be decompressed." },
  ],
  ["half of a gzip", gzip, zipped.subarray(0, zipped.length / 2), { status: 400 }],
  ["a gzip without its end", gzip, zipped.subarray(0, -4), { status: 400 }],
  [
    "5 MB",
    json,
    `"${"x".repeat(5_000_000)}"`,
    { status: 413, code: "body_too_large", limitBytes: 102_400 },
  ],
  ["a bomb of gzip", gzip, gzipSync(`"${"x".repeat(5_000_000)}"`), { status: 413 }],
  ["20,000 form fields", form, "a=1&".repeat(20_000), { status: 413 }],
];

describe.each(expresses)("on %s", (_name, express) => {
  // fault: bad-body
  it.each(bad)("responds to %s in its own words", async (_what, headers, body, expected) => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const response = await app.api
      .post("/echo")
      .set(headers)
      .serialize((sent: unknown) => sent as string)
      .send(body as string);

    expect(problem(response)).toMatchObject(expected);
    expect(JSON.stringify([response.text, app.records])).not.toContain("hunter2");
    expect(app.records).toMatchObject([{ level: "info", outcome: "sent" }]);
  });

  // fault: deep-body
  it.each([
    ["20 kB of JSON", json, `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["20 kB of JSON objects", json, `${'{"a":'.repeat(3300)}1${"}".repeat(3300)}`],
    ["20 kB of a form", form, `a${"[b]".repeat(6600)}=1`],
  ])("responds with 400 to %s, nested all the way down", async (_what, headers, body) => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const response = await app.api.post("/tree").set(headers).send(body);

    expect(problem(response).status).toBe(400);
    expect(app.records).toMatchObject([{ level: "info" }]);
  });

  it("refuses a body of 5,000 levels that is compressed to less than 1,000 bytes", async () => {
    const body = gzipSync(`${"[".repeat(5000)}${"]".repeat(5000)}`);
    expect(body.length).toBeLessThan(1000);
    await using app = await serve((app) => mountEcho(app, z.unknown()), { express });

    const response = await fetch(`http://127.0.0.1:${app.port}`, {
      method: "POST",
      headers: gzip,
      body,
    });

    expect(((await response.json()) as ProblemDetails).errors).toMatchObject([
      { pointer: "#", code: "too_deep" },
    ]);
  });

  it("accepts a deep member that the schema does not read", async () => {
    const body = `{"title":"x","extra":${"[".repeat(5000)}${"]".repeat(5000)}}`;
    const schema = z.object({ title: z.string() });
    await using app = await serve((app) => mountEcho(app, schema), { express });

    const response = await app.api.post("/").set(json).send(body);

    expect(response.body).toEqual({ title: "x" });
  });

  // fault: proto-members
  it("treats __proto__ and constructor as ordinary members", async () => {
    const members = '{"status":404,"expose":true,"polluted":true}';
    await using app = await serve((app) => mountBodies(app, express), { express });

    const response = await app.api
      .post("/strict")
      .set(json)
      .send(`{"__proto__":${members},"constructor":{"prototype":${members}},"title":"x"}`);

    expect(problem(response)).toMatchObject({ status: 400, code: "validation_failed" });
    expect(JSON.stringify(response.body.errors)).toContain("#/constructor");
    expect({}).not.toHaveProperty("polluted");
  });

  // fault: many-bad-values
  it.each([
    ["100,000 bad items", "/items", Array.from({ length: 100_000 }, () => 1), 100_000],
    ["1,000 bad items under names of 500 characters", "/names", longNames(1000), 1000],
  ])("responds to %s with less than 64 kB, and counts them", async (_what, path, body, count) => {
    await using app = await serve((app) => mountBodies(app, express), { express });

    const response = await app.api
      .post(path)
      .set("Content-Type", "application/vnd.items+json")
      .send(JSON.stringify(body));

    expect(problem(response)).toMatchObject({ status: 400, errorCount: count });
    expect(response.body.errors).toHaveLength(50);
    expect(response.text.length).toBeLessThan(64_000);
    expect(JSON.stringify(app.records).length).toBeLessThan(32_000);
  });
});

function mountEcho(app: express5.Express, schema: z.ZodType): void {
  app.post("/", validate({ body: schema }), (req, res) => void res.json(req.body));
}

function mountBodies(app: express5.Express, express: typeof express5): void {
  app.use(express.urlencoded({ extended: true }));
  app.use(express.json({ limit: "2mb", type: "application/vnd.items+json" }));
  app.get("/ok", (_req, res) => void res.json("ok"));
  app.get("/items/:id", (_req, res) => void res.json("ok"));
  app.get(
    "/decodes",
    asyncHandler(() => {
      decodeURIComponent("%E0%A4%A");
    }),
  );
  app.post("/echo", (req, res) => void res.json(req.body));
  app.post("/upload", (_req, _res, next) => next(new UnauthorizedError("Bearer")));
  app.post("/tree", validate({ body: Tree }), (_req, res) => void res.json("ok"));
  app.post("/items", validate({ body: z.array(z.string()) }));
  app.post("/names", validate({ body: z.record(z.string(), z.string()) }));
  app.post(
    "/strict",
    validate({ body: z.object({ title: z.string() }).strict() }),
    (_req, res) => void res.json("ok"),
  );
}

function invalidJson(): object {
  return { status: 400, code: "invalid_json", detail: "The body is not valid JSON." };
}

function longNames(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${"n".repeat(500)}${i}`, 1]));
}
