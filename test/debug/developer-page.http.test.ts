import { writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addContext,
  asyncHandler,
  ConflictError,
  NotFoundError,
  requestContext,
} from "express-backstop";
import { defineErrors } from "express-backstop";
import { recommended } from "express-backstop/mappers";
import { operation } from "express-backstop/openapi";
import { googleApi } from "express-backstop/serializers";
import createError from "http-errors";
import { MulterError } from "multer";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { revokedProxy } from "../support/hostile.ts";
import { throwing } from "../support/throwing.ts";
import { collectWarnings } from "../support/warnings.ts";

const html = "text/html,application/xhtml+xml,*/*;q=0.8";

const warnings = collectWarnings();

/** The headers by which a request of another machine or site is told from one of this machine. */
const remoteRequests: readonly (readonly [
  what: string,
  headers: Readonly<Record<string, string>>,
])[] = [
  ["that another machine sent through a proxy", { "X-Forwarded-For": "203.0.113.7, 127.0.0.1" }],
  ["that another machine sent through a proxy of RFC 7239", { Forwarded: "for=203.0.113.7" }],
  ["that a proxy forwarded without an address", { Via: "1.1 proxy" }],
  ["that a proxy forwarded from another host", { "X-Forwarded-Host": "app.example.com" }],
  ["with the name of another host, as after DNS rebinding", { Host: "evil.example:3000" }],
  ["from a page of another site", { Origin: "https://evil.example" }],
  ["that a link of another site opened", { "Sec-Fetch-Site": "cross-site" }],
  ...[
    "X-Original-Forwarded-For",
    "X-Real-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "Fastly-Client-IP",
  ].map((name) => [`of another machine in ${name}`, { [name]: "203.0.113.7" }] as const),
];

describe.each(expresses)("debug: true on %s", (_name, express) => {
  it("sends a page to a browser, with the source, the causes and the problem of other clients", async () => {
    await using app = await serve(
      (routes) =>
        routes.get("/articles/:id", function readArticle() {
          throw new TypeError("not an article", { cause: new RangeError("row 7") });
        }),
      { express, debug: true },
    );

    const { status, headers, text } = await app.api.get("/articles/7").set("Accept", html);

    expect(status).toBe(500);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      vary: "Accept",
    });
    expect(text).toContain("<h1>TypeError: not an article</h1>");
    expect(text).toContain("<h2>Caused by RangeError: row 7</h2>");
    expect(text).toMatch(/<mark>>? ?.*throw new TypeError\(&#34;not an article&#34;/);
    expect(text).toContain("vscode://file/");
    expect(text).toContain("&#34;code&#34;: &#34;internal_error&#34;");
    expect(text).toContain("Nothing recognized the error: TypeError is not an HttpError");
  });

  it("sends the same as text to a client that asks for it", async () => {
    await using app = await serve(
      (routes) => {
        routes.use("/tenants/:tenant", function authenticate(_req, _res, next) {
          next();
        });
        const router = express.Router();
        router.get("/articles/:id", function readArticle() {
          throw new TypeError("not an article");
        });
        routes.use("/tenants/:tenant", router);
      },
      { express, debug: true },
    );

    const { headers, text } = await app.api
      .get("/tenants/a/articles/7?page=2")
      .set("Accept", "text/plain");

    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(text).toMatch(/^# TypeError: not an article\n\n- Response: 500 internal_error\n/);
    expect(text).toContain("- Route: /tenants/:tenant/articles/:id\n- Handler: readArticle\n");
    expect(text).toContain('"page": "2"');
    expect(text).toMatch(
      /\nat readArticle \(test\/debug\/developer-page\.http\.test\.ts:\d+:\d+\)\nat /,
    );
    expect(text).toContain(
      [
        "- jsonParser",
        "- authenticate on /tenants/:tenant",
        "- router on /tenants/:tenant",
        "  - route /articles/:id",
        "    - readArticle",
      ].join("\n"),
    );
  });

  it("sends it as Markdown to an agent, in place of the Markdown of other clients", async () => {
    await using app = await serve((routes) => routes.get("/", throwing(new Error("boom"))), {
      express,
      debug: true,
      markdown: () => "for clients",
    });

    const local = await app.api.get("/").set("Accept", "text/markdown, text/html;q=0.9");
    const remote = await app.api.get("/").set({ Accept: "text/markdown", Host: "api.example" });

    expect(local.headers["content-type"]).toBe("text/markdown; charset=utf-8");
    expect(local.text).toMatch(/^# Error: boom\n/);
    expect(remote.text).toBe("for clients");
  });

  it.each(["*/*", "application/json", "application/problem+json, text/html;q=0.5"])(
    "adds the error to the problem for a client that accepts %s",
    async (accept) => {
      await using app = await serve((routes) => routes.get("/", throwing(new Error("boom"))), {
        express,
        debug: true,
      });

      const { body, headers } = await app.api.get("/").set("Accept", accept);

      expect(headers).toMatchObject({
        "content-type": "application/problem+json",
        vary: "Accept",
      });
      expect(body).toMatchObject({
        code: "internal_error",
        debug: { name: "Error", message: "boom", stack: expect.stringContaining("    at ") },
      });
    },
  );

  it.each(remoteRequests)(
    "shows nothing for a request %s, and warns once",
    async (_what, headers) => {
      await using app = await serve((routes) => routes.get("/", throwing(new Error("boom"))), {
        express,
        debug: true,
      });

      for (const accept of [html, "text/plain", "*/*"]) {
        const { text } = await app.api.get("/").set({ ...headers, Accept: accept });

        expect(JSON.parse(text)).toMatchObject({ code: "internal_error", status: 500 });
        expect(text).not.toContain("boom");
      }
      await expect
        .poll(() => warnings)
        .toMatchObject([
          {
            code: "BACKSTOP_DEBUG_REMOTE",
            message: expect.stringContaining("A request from 127.0.0.1 for"),
          },
        ]);
    },
  );

  it("has no links for an editor that is switched off", async () => {
    await using app = await serve((routes) => routes.get("/", throwing(new Error("boom"))), {
      express,
      debug: { editor: false },
    });

    const { text } = await app.api.get("/").set("Accept", html);

    expect(text).toContain("<h1>Error: boom</h1>");
    expect(text).not.toContain("<a ");
  });

  it("shows it to a proxy and a page on this machine", async () => {
    await using app = await serve((routes) => routes.get("/", throwing(new Error("boom"))), {
      express,
      debug: true,
    });

    const { text } = await app.api.get("/").set({
      Host: "articles.localhost:3000",
      Origin: "http://localhost:5173",
      "X-Forwarded-For": "::1, ::ffff:127.0.0.1",
    });

    expect(text).toContain("boom");
  });

  it("shows it to other machines if the options say so", async () => {
    await using app = await serve((routes) => routes.get("/", throwing(new Error("boom"))), {
      express,
      debug: { remoteClients: true },
    });

    const { text } = await app.api.get("/").set({ Host: "api.example", Accept: html });

    expect(text).toContain("<h1>Error: boom</h1>");
  });

  it("names the codes that the operation declares, and the body in the format of the API", async () => {
    const errors = defineErrors({ title_taken: { status: 409, title: "Title taken" } });
    await using app = await serve(
      (routes) =>
        routes.get(
          "/",
          operation({ errors: [errors.title_taken] }),
          throwing(errors.title_taken()),
        ),
      { express, debug: true, serialize: googleApi({ domain: "example.com" }) },
    );

    const { text } = await app.api.get("/").set("Accept", "text/plain");

    expect(text).toContain("## The errors that the operation declares\n\n- title_taken\n");
    expect(text).toContain('"status": "ALREADY_EXISTS"');
    expect(text).toContain("Content-Type: application/json");
  });

  it("shows what cannot be found: a path without a route lists what Express tried", async () => {
    await using app = await serve((routes) => routes.get("/articles", throwing(new Error())), {
      express,
      debug: true,
    });

    const { status, text } = await app.api.get("/articels").set("Accept", "text/plain");

    expect(status).toBe(404);
    expect(text).toContain("HttpError, so its own status and code are used: 404 route_not_found.");
    expect(text).toMatch(/in order\n\n(?:- .*\n)*- notFoundHandler\n$/);
  });

  it("leaves out what cannot be read, and nothing else", async () => {
    await using app = await serve(
      (routes) =>
        routes.use((req, _res, next) => {
          req.body = revokedProxy();
          next(new Error("boom"));
        }),
      { express, debug: true },
    );

    const { text } = await app.api.get("/").set("Accept", "text/plain");

    expect(text).toMatch(/^# Error: boom\n/);
    expect(text).toContain("(not readable)");
  });

  it("does not show what a malformed body has", async () => {
    await using app = await serve(() => {}, { express, debug: true });

    for (const accept of ["text/plain", html, "*/*"]) {
      const { text } = await app.api
        .post("/")
        .set({ Accept: accept, "Content-Type": "application/json" })
        .send('{"password":hunter22horse}');

      expect(text).not.toContain("hunter22");
    }
  });
});

describe("the reason on the developer's page", () => {
  class SlugError extends Error {
    override readonly name = "SlugError";
  }

  it.each([
    ["an HttpError", new NotFoundError("No."), "NotFoundError is an HttpError, so its own status"],
    [
      "an HttpError of 500 whose message stays on the server",
      new (class ReportError extends ConflictError {})("Taken."),
      "ReportError is an HttpError",
    ],
    [
      "an error of http-errors",
      createError(410, "Gone."),
      "GoneError is an error of http-errors, whose status is kept: 410 gone.",
    ],
    [
      "an error of a recommended mapper, by the name of that mapper",
      new MulterError("LIMIT_FILE_SIZE"),
      "The mapper multer recognized MulterError and made it 413",
    ],
    [
      "an error of the app's own mapper",
      new SlugError("taken"),
      "The mapper slugErrors recognized SlugError and made it 409 conflict.",
    ],
    ["a text", "broken", "Nothing recognized the error: Error is not an HttpError"],
    ["undefined", undefined, "Nothing recognized the error: Error is not an HttpError"],
  ])("is told for %s", async (_what, thrown, reason) => {
    await using app = await serve((routes) => routes.get("/", throwing(thrown)), {
      debug: true,
      mappers: [
        ...recommended(),
        function slugErrors(error) {
          return error instanceof SlugError ? new ConflictError("Taken.") : undefined;
        },
      ],
    });

    const { text } = await app.api.get("/").set("Accept", "text/plain");

    expect(whyOf(text)).toContain(reason);
  });

  it.each([
    [
      "a malformed body",
      "/",
      "{",
      "The body parser refused the request, which became 400 invalid_json.",
    ],
    [
      "a malformed path",
      "/%zz",
      "{}",
      "The router of Express could not read the path, which became 400",
    ],
  ])("is told for %s", async (_what, path, body, reason) => {
    await using app = await serve((routes) => routes.post("/:id", (_req, res) => void res.end()), {
      debug: true,
    });

    const { text } = await app.api
      .post(path)
      .set({ Accept: "text/plain", "Content-Type": "application/json" })
      .send(body);

    expect(whyOf(text)).toContain(reason);
  });

  /** Returns the section with the reason. Another one shows the source of this file, with all expected texts. */
  function whyOf(text: string): string {
    return text.split("## ").find((section) => section.startsWith("Why")) ?? "";
  }
});

describe("the secrets of a request", () => {
  const secrets = {
    token: "tok-5f3a9c",
    session: "s:5d41402abc.Zm9v",
    apiKey: "kkkk-1234-kkkk",
    basic: "letmein-77",
    body: "pass-word-9",
    query: "query-secret-1",
    database: "db-secret-2",
    context: "context-secret-3",
    card: "4242424242424242",
  };

  it.each([
    ["in another member", { password: [secrets.body] }],
    ["as a number", { password: 77712345678 }, "77712345678"],
    ["in an object", { secret: { value: secrets.body } }],
    ["with quotes", { password: 'hun"ter22horse' }, "ter22horse"],
    ["as a parameter", {}, "param-secret-9", "/reset/param-secret-9"],
    ["in a nested query", {}, "nested-secret", "/reset/1?user[password]=nested-secret"],
    ["twice in a query", {}, "first-secret", "/reset/1?password=first-secret&password=second"],
  ])(
    "are masked %s, in all formats",
    async (_where, sent, secret = secrets.body, path = "/reset/1") => {
      await using app = await serve(
        (routes) =>
          routes.post("/reset/:token", (req) => {
            throw new ConflictError(JSON.stringify([req.body, req.params, req.query]));
          }),
        { debug: true, instance: (req) => req.originalUrl },
      );

      for (const accept of [html, "text/plain"]) {
        const { text } = await app.api.post(path).set("Accept", accept).send(sent);

        expect(text).toContain("ConflictError");
        expect(text).not.toContain(secret);
      }
    },
  );

  it("are masked where a session shows its id, and credentials have no scheme that is known", async () => {
    await using app = await serve(
      (routes) =>
        routes.get("/", () => {
          throw new Error("Session session-id-1 not found for key-one-two");
        }),
      { debug: true },
    );

    const { text } = await app.api.get("/").set({
      Accept: "text/plain",
      Authorization: "Api-Key key-one-two",
      Cookie: `connect.sid=${encodeURIComponent("s:session-id-1.c2lnbmF0dXJl")}`,
    });

    expect(text).not.toContain("session-id-1");
    expect(text).not.toContain("key-one-two");
  });

  it("are masked in headers that are too short to be looked for, and in the address of a Referer", async () => {
    await using app = await serve((routes) => routes.get("/", throwing(new Error("boom"))), {
      debug: true,
    });

    const { text } = await app.api.get("/").set({
      Accept: "text/plain",
      "X-Pin": "73x1",
      Referer: "http://localhost:3000/reset?code=referer-secret",
    });

    expect(text).toMatch(/^- x-pin: \[secret [0-9a-f]{4}\]$/m);
    expect(text).not.toContain("73x1");
    expect(text).not.toContain("referer-secret");
  });

  it("are masked in the member debug of JSON too", async () => {
    await using app = await serve(
      (routes) =>
        routes.post("/", (req) => {
          throw new Error(`Bad ${req.body.password} ${req.get("x-api-key")}`);
        }),
      { debug: true },
    );

    const { text } = await app.api
      .post("/")
      .set({ "X-Api-Key": secrets.apiKey })
      .send({ password: secrets.body });

    expect(text).toContain("Bad [secret");
    expect(text).not.toContain(secrets.body);
    expect(text).not.toContain(secrets.apiKey);
  });

  it.each([html, "text/plain"])("are masked everywhere on %s", async (accept) => {
    await using app = await serve(
      (routes) => {
        routes.use(requestContext());
        routes.post(
          "/login",
          asyncHandler(async (req) => {
            addContext({ password: secrets.context, tried: req.headers.authorization });
            const all = JSON.stringify([req.headers, req.body, req.query]);
            throw new Error(`postgres://app:${secrets.database}@db failed for ${all}`, {
              cause: new Error(`${secrets.session} ${secrets.basic} ${secrets.card}`),
            });
          }),
        );
      },
      { debug: true },
    );

    const { status, text } = await app.api
      .post(`/login?token=${secrets.query}`)
      .set({
        Accept: accept,
        Authorization: `Basic ${Buffer.from(`ada:${secrets.basic}`).toString("base64")}`,
        "Proxy-Authorization": `Bearer ${secrets.token}`,
        Cookie: `theme=dark; session=${encodeURIComponent(secrets.session)}`,
        "X-Api-Key": secrets.apiKey,
      })
      .send({ user: "ada", password: secrets.body, card: secrets.card });

    expect(status).toBe(500);
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(`ada:${secrets.basic}`).toString("base64"));
    expect(text).toContain("Secrets are masked");
    expect(text).toMatch(/user.{1,20}ada/);
  });
});

describe("a stack on the developer's page", () => {
  async function writeFiles(): Promise<readonly [source: string, other: string]> {
    const folder = await mkdtemp(join(tmpdir(), "page-"));
    const files = [join(folder, "own.js"), join(folder, "secret.env")] as const;
    for (const file of files) writeFileSync(file, "content of a file\n");
    return files;
  }

  it("shows no file that a message names, and no file but source code", async () => {
    const [source, other] = await writeFiles();
    const inMessage = new Error(`no\n    at read (${source}:1:1)\n    at x (${other}:1:1)`);
    const inStack = Object.assign(new Error("no"), { stack: `Error: no\n    at x (${other}:1:1)` });
    await using app = await serve(
      (routes) => {
        routes.get("/message", throwing(inMessage));
        routes.get("/stack", throwing(inStack));
      },
      { debug: true },
    );

    for (const path of ["/message", "/stack"]) {
      const { text } = await app.api.get(path).set("Accept", html);

      expect(text).toContain("<h1>Error: no");
      expect(text).not.toContain("content of");
    }
  });

  it("escapes what was thrown, in HTML and in Markdown", async () => {
    const thrown = new Error("<script>alert(1)</script> [a](javascript:b) `x`\n# Heading\n```");
    await using app = await serve((routes) => routes.get("/", throwing(thrown)), { debug: true });

    const page = await app.api.get("/").set("Accept", html);
    const text = await app.api.get("/").set("Accept", "text/plain");

    expect(page.text).not.toContain("<script>alert");
    expect(text.text.split("\n")[0]).toBe(
      String.raw`# Error: \<script>alert(1)\</script> [a\](javascript:b) \`x\`\\x0a# Heading\\x0a\`\`\``,
    );
  });
});
