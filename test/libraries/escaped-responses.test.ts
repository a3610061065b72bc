import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Express, Request, RequestHandler } from "express";
import { replaceErrorResponses } from "express-backstop";
import { rateLimit } from "express-rate-limit";
import { createProxyMiddleware } from "http-proxy-middleware";
import passport from "passport";
import { Strategy as BearerStrategy } from "passport-http-bearer";
import { Strategy as LocalStrategy } from "passport-local";
import send from "send";
import type { Test } from "supertest";
import { describe, expect, it } from "vitest";
import { serve, type Served } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const secret = "hunter2";

type Trigger = readonly [
  what: string,
  status: number,
  mount: (app: Express) => unknown,
  ask: (api: Served["api"]) => Test,
];

const get = (api: Served["api"]): Test => api.get("/");

const strategies = {
  bearer: new BearerStrategy({ realm: "Users" }, (_token, done) => done(null, false)),
  local: new LocalStrategy((_name, _password, done) => done(null, false)),
};

/** The error responses that libraries send by themselves: no error reaches an error middleware. */
const triggers: readonly Trigger[] = [
  ["express-rate-limit", 429, (app) => app.use(rateLimit({ limit: 0, validate: false })), get],
  [
    "express-rate-limit with a text of one's own",
    429,
    (app) => app.use(rateLimit({ limit: 0, validate: false, message: `slow down, ${secret}` })),
    get,
  ],
  ["passport without a token", 401, (app) => app.use(authenticate("bearer")), get],
  [
    "passport with a wrong token",
    401,
    (app) => app.use(authenticate("bearer")),
    (api) => get(api).set("Authorization", "Bearer bad"),
  ],
  ["passport without credentials", 400, (app) => app.use(authenticate("local")), get],
  [
    "passport with wrong credentials",
    401,
    (app) => app.use(authenticate("local")),
    (api) => api.get("/?username=a&password=b"),
  ],
  ["send, a missing file", 404, (app) => app.use(sendFrom("/missing.txt")), get],
  ["send, a folder without an index", 404, (app) => app.use(sendFrom("/support/")), get],
  ["send, a hidden file", 403, (app) => app.use(sendFrom("/.hidden")), get],
  ["send, a path that leaves the folder", 403, (app) => app.use(sendFrom("/../package.json")), get],
  ["send, a path that cannot be decoded", 400, (app) => app.use(sendFrom("/%ff")), get],
  [
    "send, a range beyond the end",
    416,
    (app) => app.use(sendFrom("/tsconfig.json")),
    (api) => get(api).set("Range", "bytes=999999-"),
  ],
  [
    "send, a precondition that does not hold",
    412,
    (app) => app.use(sendFrom("/tsconfig.json")),
    (api) => get(api).set("If-Match", '"another"'),
  ],
  ["a proxy whose server is down", 504, (app) => app.use(proxyTo("http://127.0.0.1:1")), get],
];

function authenticate(name: keyof typeof strategies): RequestHandler {
  return passport.authenticate(strategies[name], { session: false });
}

function sendFrom(path: string): RequestHandler {
  return (req, res) => void send(req, path, { root: folder, dotfiles: "deny" }).pipe(res);
}

function proxyTo(target: string): RequestHandler {
  return createProxyMiddleware<Request>({ target });
}

describe.each(expresses)(
  "an error response that a library sends by itself, on %s",
  (_name, express) => {
    // fault: escaped-response
    it.each(triggers)("is a problem: %s", async (_what, status, mount, ask) => {
      await using app = await serve(
        (target) => {
          target.use(replaceErrorResponses());
          mount(target);
        },
        { express },
      );

      const response = await ask(app.api);

      expect(response.status).toBe(status);
      expect(problem(response).status).toBe(status);
      expect(response.text + JSON.stringify(response.headers)).not.toMatch(
        /hunter2|127\.0\.0\.1|node_modules|tsconfig/,
      );
      expect(app.records).toMatchObject([{ status, outcome: "sent" }]);
    });

    it("keeps the headers of a rate limit, and when to try again", async () => {
      await using app = await serve(
        (target) => {
          const limit = rateLimit({ limit: 1, standardHeaders: "draft-7", validate: false });
          target.use(replaceErrorResponses(), limit);
          target.get("/", (_req, res) => void res.json("fine"));
        },
        { express },
      );

      expect((await app.api.get("/")).body).toBe("fine");
      const { headers } = await app.api.get("/");

      expect(headers["ratelimit"]).toMatch(/^limit=1, remaining=0, reset=\d+$/);
      expect(headers["retry-after"]).toMatch(/^\d+$/);
    });

    it("keeps the challenge of passport", async () => {
      await using app = await serve(
        (target) => target.use(replaceErrorResponses(), authenticate("bearer")),
        { express },
      );

      const { headers } = await app.api.get("/").set("Authorization", "Bearer bad");

      expect(headers["www-authenticate"]).toBe('Bearer realm="Users", error="invalid_token"');
    });

    it("keeps the length of a file whose range was wrong", async () => {
      await using app = await serve(
        (target) => target.use(replaceErrorResponses(), sendFrom("/tsconfig.json")),
        { express },
      );

      const { headers } = await app.api.get("/").set("Range", "bytes=999999-");

      expect(headers["content-range"]).toMatch(/^bytes \*\/\d+$/);
    });

    it.each<[string, number, RequestListener]>([
      [
        "page",
        502,
        (_req, res) =>
          res.writeHead(502, { "Content-Type": "text/html" }).end(`<h1>${secret}</h1>`),
      ],
      ["empty response", 503, (_req, res) => res.writeHead(503, { "Retry-After": "7" }).end()],
      [
        "page in chunks",
        500,
        (_req, res) => {
          res.writeHead(500, { "Content-Type": "text/html", "X-Powered-By": "PHP" });
          res.write(secret);
          setTimeout(() => res.end(secret), 5);
        },
      ],
    ])("replaces the error %s that a proxy passes on", async (_what, status, upstream) => {
      const server = createServer(upstream).listen(0, "127.0.0.1");
      await new Promise((resolve) => {
        server.once("listening", resolve);
      });
      const { port } = server.address() as AddressInfo;
      await using app = await serve(
        (target) => target.use(replaceErrorResponses(), proxyTo(`http://127.0.0.1:${port}`)),
        { express },
      );

      const response = await app.api.get("/");
      server.close();

      expect(problem(response).status).toBe(status);
      expect(response.text).not.toContain(secret);
      expect(app.records).toHaveLength(1);
    });
  },
);
