import { createServer } from "node:http";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import session from "express-session";
import jsonwebtoken from "jsonwebtoken";
import supertest from "supertest";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { problem } from "../support/problem.ts";
import { createApp as createJwtApp } from "./recipes/jwt.ts";
import { AppModule, ProblemFilter } from "./recipes/nest.ts";
import { handler } from "./recipes/serverless.ts";
import { createApp as createSessionApp } from "./recipes/sessions.ts";
import uploads from "./recipes/uploads.ts";

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

describe("the recipe for tokens", () => {
  const key = "a key of thirty-two characters, or more";
  const put = (claims?: object, body: object = { title: "New" }) => {
    const request = supertest(createJwtApp(key)).put("/articles/7").send(body);
    return claims ? request.auth(jsonwebtoken.sign(claims, key), { type: "bearer" }) : request;
  };
  const writer = { sub: "ada", scope: "articles:read articles:write" };

  it("lets a token with the scope change an article, with the types of the schemas", async () => {
    const { status, body } = await put(writer);

    expect([status, body]).toEqual([200, { id: 7, title: "New", changedBy: "ada" }]);
  });

  it("asks for a token, and refuses one that has expired, with a challenge", async () => {
    const missing = await put();
    const expired = await put({ ...writer, exp: 1 });

    expect(problem(missing).code).toBe("unauthorized");
    expect(missing.headers["www-authenticate"]).toBe('Bearer realm="articles"');
    expect(problem(expired).code).toBe("token_expired");
    expect(expired.headers["www-authenticate"]).toContain('error="invalid_token"');
  });

  it("refuses a token without the scope before it looks at the body", async () => {
    expect(problem(await put({ sub: "ada" }, {})).status).toBe(403);
    expect(problem(await put(writer, {})).status).toBe(400);
  });
});

describe("the recipe for uploads", () => {
  const png = Buffer.from("89504e470d0a1a0a00", "hex");
  const post = (file?: Buffer, field = "avatar") => {
    const request = supertest(uploads).post("/avatars").field("alt", "A cat");
    return file ? request.attach(field, file, "cat.png") : request;
  };

  it("accepts an image", async () => {
    expect((await post(png)).body).toEqual({ alt: "A cat", bytes: 9 });
  });

  it.each([
    ["no file", undefined, undefined, "validation_failed", "required"],
    [
      "a file that is not an image",
      Buffer.from("GIF89a"),
      undefined,
      "validation_failed",
      "bad_format",
    ],
    ["a file that is too large", Buffer.alloc(100_001), undefined, "body_too_large", "too_large"],
  ])("names the field at fault for %s", async (_what, file, field, code, rule) => {
    const body = problem(await post(file, field));

    expect(body.code).toBe(code);
    expect(body.errors).toMatchObject([{ in: "body", pointer: "#/avatar", code: rule }]);
  });
});

describe("the recipe for sessions", () => {
  const isRight = ({ password }: { readonly password: string }) => password === "right";

  it("remembers who has signed in", async () => {
    const agent = supertest.agent(createSessionApp(new session.MemoryStore(), isRight));

    expect(problem(await agent.get("/me")).status).toBe(401);
    expect(problem(await agent.post("/login").send({ name: "ada", password: "x" })).status).toBe(
      403,
    );
    expect((await agent.post("/login").send({ name: "ada", password: "right" })).status).toBe(204);
    expect((await agent.get("/me")).body).toEqual({ name: "ada" });
  });

  it("responds with 503 when the store is down", async () => {
    class BrokenStore extends session.MemoryStore {
      override get(_id: string, done: (error: Error) => void): void {
        done(
          Object.assign(new Error("connect ECONNREFUSED 10.0.0.5:6379"), {
            code: "ECONNREFUSED",
            errno: -111,
            syscall: "connect",
          }),
        );
      }
    }
    const store = new BrokenStore();
    const agent = supertest.agent(createSessionApp(store, isRight));
    await agent.post("/login").send({ name: "ada", password: "right" });

    const response = await agent.get("/me");

    expect(problem(response).code).toBe("service_unavailable");
    expect(response.text).not.toContain("10.0.0.5");
  });

  it("records a store that fails after an error response, and keeps the connection", async () => {
    class FailingStore extends session.MemoryStore {
      // express-session types it without the error.
      override touch(_id: string, _data: unknown, done?: (error?: Error) => void): void {
        setTimeout(() => done?.(new Error("The store is down")), 5);
      }
    }
    const server = createServer(createSessionApp(new FailingStore(), isRight)).listen(0);
    const agent = supertest.agent(server);
    await agent.post("/login").send({ name: "ada", password: "right" });
    const closed = vi.fn<() => void>();
    server.on("connection", (socket) => socket.on("close", closed));

    const response = await agent.get("/missing").set("Connection", "keep-alive");

    expect(problem(response).status).toBe(404);
    await expect
      .poll(() => vi.mocked(console.error).mock.calls.flat().join("\n"))
      .toContain("The store is down");
    server.closeAllConnections();
    server.close();
  });
});

describe("the recipe for Nest", () => {
  it("sends a problem for its exceptions, for ours, for an unknown error and an unknown path", async () => {
    const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false });
    app.useGlobalFilters(new ProblemFilter());
    await app.init();
    const api = supertest(app.getHttpServer());

    const bodies = [];
    for (const path of ["/articles/7", "/articles/8", "/articles/9", "/nothing"])
      bodies.push(problem(await api.get(path)));

    await app.close();
    expect(bodies.map(({ status, code, detail }) => [status, code, detail])).toMatchObject([
      [404, "not_found", "There is no article 7."],
      [404, "no_article", "There is no article 8."],
      [500, "internal_error", expect.not.stringContaining("db.internal")],
      [404, expect.any(String), expect.any(String)],
    ]);
  });
});

describe("the recipe for serverless functions", () => {
  const event = (method: string, path: string, body?: string) => ({
    version: "2.0",
    rawPath: path,
    headers: { "content-type": "application/json" },
    requestContext: { http: { method, path } },
    ...(body !== undefined && { body }),
  });

  it("returns problems as it returns successes", async () => {
    const created = await handler(event("POST", "/articles", '{"title":"New"}'), {});
    const invalid = await handler(event("POST", "/articles", '{"title":""}'), {});
    const unknown = await handler(event("GET", "/nothing"), {});

    expect(created).toMatchObject({ statusCode: 201, body: '{"title":"New"}' });
    expect(invalid).toMatchObject({
      statusCode: 400,
      isBase64Encoded: false,
      headers: { "content-type": "application/problem+json" },
      body: expect.stringContaining('"pointer":"#/title"'),
    });
    expect(unknown).toMatchObject({ statusCode: 404 });
  });
});
