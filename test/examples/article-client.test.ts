import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import express from "express";
import { asyncHandler, errorHandler, requestContext } from "express-backstop";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import type { Database } from "../../examples/article-api/database/database.ts";
import { errors } from "../../examples/article-api/errors.ts";
import { parseCommand, usage } from "../../examples/article-client/command.ts";
import { openArticleDatabase } from "../support/article-database.ts";
import { compile } from "../support/compile.ts";

const main = new URL("../../examples/article-client/main.ts", import.meta.url);
const nobody = "00000000-0000-0000-0000-000000000000";
const tokens = createTokens("a secret of more than thirty-two bytes");
const token = await tokens.sign({ name: "ada" });
const stops: (() => void)[] = [];
afterAll(() => {
  for (const stop of stops) stop();
});

async function listen(listener: RequestListener): Promise<{ url: string; stop: () => void }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  // An address is known as soon as a TCP server listens.
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** Serves one test, and counts its requests. */
async function asking(listener: RequestListener): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const { url, stop } = await listen((req, res) => {
    asked += 1;
    listener(req, res);
  });
  stops.push(stop);
  return { url, asked: () => asked };
}

/** Runs the command as a user does, and gives what it printed and its exit code. */
async function articles(url: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [await compile(main), ...args], {
    env: { ...process.env, NODE_OPTIONS: "", ARTICLES_URL: url, ARTICLES_TOKEN: token },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, output, complaint };
}

describe("the command on the article API", () => {
  let database: Database;
  let url: string;
  let stop: () => void;

  beforeAll(async () => {
    database = await openArticleDatabase();
    const app = buildApp({ articles: articleRepository(database), tokens, reporter: false });
    ({ url, stop } = await listen(app as RequestListener));
  });
  afterAll(async () => {
    stop();
    await database.close();
  });

  it("posts an article, gets it and lists it", async () => {
    const posted = await articles(
      url,
      "post",
      "--title",
      "Hello",
      "--content",
      "First words.",
      "--tag",
      "news",
    );
    const got = await articles(url, "get", posted.output.trim());
    const listed = await articles("http://127.0.0.1:1", "list", "--url", `${url}/`);

    expect(posted).toMatchObject({ code: 0, complaint: "" });
    expect(got).toEqual({ code: 0, complaint: "", output: "Hello\n(news)\n\nFirst words.\n" });
    expect(listed.output).toContain(`${posted.output.trim()}  Hello\n`);
    expect(listed.output).toMatch(/\nNo more articles\.\n$/);
  });

  it("escapes what would control the terminal", async () => {
    const posted = await articles(
      url,
      "post",
      "--title",
      "Evil",
      "--content",
      "\u001B]0;owned\u0007\u202Eneddih\nnext",
    );

    const { output } = await articles(url, "get", posted.output.trim());

    expect(output).toBe("Evil\n\n\uFFFD]0;owned\uFFFD\uFFFDneddih\nnext\n");
  });

  it("names every invalid field", async () => {
    const answer = await articles(
      url,
      "post",
      "--title",
      "",
      "--content",
      "Words.",
      "--tag",
      "news",
      "--tag",
      "",
    );

    expect(answer).toEqual({
      code: 4,
      output: "",
      complaint: [
        "The server refuses these values:",
        "  title: must have at least 1 character",
        "  tags.1: must have at least 1 character",
        "",
      ].join("\n"),
    });
  });

  it("says that a title is taken", async () => {
    await articles(url, "post", "--title", "Twice", "--content", "Words.");

    const answer = await articles(url, "post", "--title", "twice", "--content", "Words.");

    expect(answer).toMatchObject({
      code: 4,
      complaint: expect.stringMatching(/^Another article has this title/),
    });
  });

  it("says where to put a token that the server refuses", async () => {
    const flag = ["--token", `${token}x`];
    const answer = await articles(url, "post", "--title", "A", "--content", "B", ...flag);

    expect(answer).toMatchObject({
      code: 4,
      complaint: "The server wants a valid token in ARTICLES_TOKEN, or in --token.\n",
    });
  });

  it("says which article does not exist, and which id is malformed", async () => {
    expect(await articles(url, "get", nobody)).toMatchObject({
      code: 3,
      complaint: `There is no article ${nobody}.\nRun \`articles list\` to see all articles.\n`,
    });
    expect(await articles(url, "get", "../health")).toMatchObject({
      code: 4,
      complaint: expect.stringMatching(/\n {2}id: is not a valid uuid/),
    });
  });
});

describe.concurrent("the command where the article API is not well, or is not it", () => {
  it("repeats a request that may succeed later, after the time in Retry-After", async () => {
    const times: number[] = [];
    const app = express().use(requestContext());
    app.get(
      "/articles",
      asyncHandler(async (_req, res) => {
        times.push(performance.now());
        if (times.length === 1) {
          res.set("Retry-After", "2");
          throw errors.service_unavailable();
        }
        res.json({ items: [] });
      }),
    );
    app.use(errorHandler({ reporter: false }));
    const { url } = await asking(app as RequestListener);

    expect(await articles(url, "list")).toMatchObject({ code: 0, output: "No more articles.\n" });
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThan(1900);
  });

  it("gives up after three attempts, and at once if the wait would be long", async () => {
    const busy = await asking((_req, res) => void res.writeHead(503).end("Busy"));
    const closed = await asking(
      (_req, res) => void res.writeHead(503, { "retry-after": "3600" }).end(),
    );

    expect(await articles(busy.url, "list")).toMatchObject({ code: 5, output: "" });
    expect(busy.asked()).toBe(3);
    expect(await articles(closed.url, "list")).toMatchObject({ code: 5, output: "" });
    expect(closed.asked()).toBe(1);
  });

  it("repeats a POST with the same Idempotency-Key, by which the server recognizes it", async () => {
    const keys: unknown[] = [];
    const { url } = await asking((req) => {
      keys.push(req.headers["idempotency-key"]);
      req.socket.destroy();
    });

    const answer = await articles(url, "post", "--title", "A", "--content", "B");

    expect(answer).toMatchObject({
      code: 5,
      complaint: expect.stringMatching(/^The server does not respond/),
    });
    expect(keys).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[0]).toMatch(/^"[0-9a-f-]{36}"$/);
  });

  it("says why there is no response", async () => {
    const { url, stop } = await listen(() => {});
    stop();

    expect(await articles(url, "list")).toEqual({
      code: 5,
      output: "",
      complaint: "The server does not respond: ECONNREFUSED.\n",
    });
  });

  it.each([
    [
      "a proxy's HTML",
      502,
      "text/html",
      "<h1>Bad Gateway</h1>",
      5,
      "The response (502) is not from",
    ],
    [
      "another server's problem",
      404,
      "application/problem+json",
      '{"type":"/x"}',
      1,
      "The response (404) is not from",
    ],
    [
      "half a response",
      500,
      "application/problem+json",
      '{"type":"/pro',
      1,
      "The response (500) is damaged",
    ],
    [
      "a success without the declared body",
      200,
      "text/html",
      "<h1>It works</h1>",
      1,
      "The response (200) is damaged",
    ],
    ["a success of another API", 200, "application/json", "{}", 1, "The response (200) is damaged"],
  ])(
    "recognizes that %s is not a response of the API, and shows nothing of it",
    async (_name, status, type, body, ...rest) => {
      const [code, complaint] = rest;
      const { url } = await asking(
        (_req, res) => void res.writeHead(status, { "content-type": type }).end(body),
      );

      const answer = await articles(url, "get", nobody);

      expect(answer).toMatchObject({ code, output: "" });
      expect(answer.complaint.startsWith(complaint)).toBe(true);
      expect(answer.complaint).not.toContain(body.slice(0, 4));
    },
  );

  it("shows the request id of a failure that only the operator can explain", async () => {
    const app = express().use(requestContext());
    app.get("/articles", () => {
      throw new Error("secret");
    });
    app.use(errorHandler({ reporter: false }));
    const { url } = await asking(app as RequestListener);

    const { code, complaint } = await articles(url, "list");

    expect(code).toBe(1);
    expect(complaint).toMatch(/\nRequest id: req_\w+\n$/);
    expect(complaint).not.toContain("secret");
  });
});

describe.concurrent("the command line", () => {
  const url = "http://localhost:3000";

  it("is explained, also after a mistake", async () => {
    const asked = await articles(url, "--help");
    const wrong = await articles(url, "get");

    expect(asked).toMatchObject({ code: 0, output: `${usage}\n` });
    expect(wrong).toEqual({ code: 2, output: "", complaint: `Not a command: get\n\n${usage}\n` });
  });

  it.each<[string[], string]>([
    [[], "Which command?"],
    [["delete", "a"], "Not a command: delete a"],
    [["get", "a", "b"], "Not a command: get a b"],
    [["post", "--title", "A"], "post needs --title and --content."],
    [["list", "--page", "2"], "Unknown option '--page'"],
    [["list", "--url", "localhost:3000"], '"localhost:3000" is not an http or https URL.'],
  ])("refuses %j", (args, message) => {
    expect(parseCommand(args, {})).toMatchObject({
      name: "misuse",
      message: expect.stringContaining(message),
    });
  });

  it("sends requests to the server that it names, or else that of ARTICLES_URL, or else one on this machine", () => {
    const env = { ARTICLES_URL: "http://a.example" };

    expect(parseCommand(["list", "--url", "http://b.example"], env)).toMatchObject({
      url: "http://b.example",
    });
    expect(parseCommand(["list"], env)).toMatchObject({ url: "http://a.example" });
    expect(parseCommand(["list"], { ARTICLES_URL: "" })).toMatchObject({ url });
  });
});
