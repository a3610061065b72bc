import { once } from "node:events";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import compression from "compression";
import type { Express, Request, RequestHandler, Response } from "express";
import {
  asyncHandler,
  errorHandler,
  replaceErrorResponses,
  requestContext,
  UnauthorizedError,
  UpgradeRequiredError,
  validate,
} from "express-backstop";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listen, serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { serveHttp2, speakHttp2 } from "../support/http2.ts";
import { problem } from "../support/problem.ts";
import { exchange, request } from "../support/raw-http.ts";

const page = "<html><body>Something went wrong</body></html>";
const thisFile = fileURLToPath(import.meta.url);

type Handler = (req: Request, res: Response) => unknown;

const wrappers: readonly [string, (handler: RequestHandler) => RequestHandler][] = [
  ["wrapped", (handler) => asyncHandler(handler as never)],
  ["bare", (handler) => handler],
];

describe.each(expresses)("a response that is replaced, on %s", (_name, express) => {
  it.each<[string, (express: Express) => void]>([
    ["before it", (app) => void app.use(compression({ threshold: 0 }), replaceErrorResponses())],
    ["behind it", (app) => void app.use(replaceErrorResponses(), compression({ threshold: 0 }))],
  ])("sends a readable problem with compression mounted %s", async (_where, mount) => {
    await using app = await serve(
      (target) => {
        mount(target);
        target.get("/long", (_req, res) => void res.status(500).send(page.repeat(500)));
        target.get(
          "/written",
          asyncHandler((_req, res) => {
            res.status(500).type("html").write(page);
            res.end(page);
          }),
        );
        target.get("/fine", (_req, res) => void res.send(page.repeat(500)));
      },
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/long")).code).toBe("internal_error");
    expect(problem(await app.api.get("/written")).code).toBe("internal_error");
    const fine = await app.api.get("/fine");
    expect(fine.headers["content-encoding"]).toBe("gzip");
    expect(fine.text).toBe(page.repeat(500));
    expect(app.records.map(({ outcome }) => outcome)).toEqual(["sent", "sent"]);
  });

  it("waits for a middleware that delays the end, and ignores what it still writes", async () => {
    const saved: string[] = [];
    const session: RequestHandler = (_req, res, next) => {
      const end = res.end.bind(res) as (...args: unknown[]) => typeof res;
      res.end = ((chunk?: unknown) => {
        res.write(chunk);
        setTimeout(() => {
          saved.push("session");
          end();
        }, 20);
        return res;
      }) as typeof res.end;
      next();
    };
    await using app = await serve(
      (target) => {
        target.use(replaceErrorResponses());
        target.use(session);
        target.get(
          "/",
          asyncHandler((_req, res) => void res.status(403).send("no")),
        );
      },
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/")).code).toBe("forbidden");
    expect(saved).toEqual(["session"]);
    expect(app.records).toMatchObject([{ code: "forbidden", outcome: "sent" }]);
  });

  it("sends the problem of a failure that follows the beginning of an error response", async () => {
    await using app = await serve(
      (target) =>
        target.use(replaceErrorResponses()).get("/", (_req, res, next) => {
          res.status(404).type("text").write("not fo");
          next(new UnauthorizedError("Bearer", "No token."));
        }),
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/")).code).toBe("unauthorized");
    expect(app.records).toHaveLength(1);
  });

  it.each(wrappers)(
    "sends a readable problem of a failure of a %s handler where compression has begun",
    async (_what, wrap) => {
      await using app = await serve(
        (target) => {
          target.use(replaceErrorResponses(), compression({ threshold: 0 }));
          target.get(
            "/",
            wrap((_req, res, next) => {
              res.status(404).type("text").write("not fo");
              next(new UnauthorizedError("Bearer", "No token."));
            }),
          );
        },
        { express, parseJson: false },
      );

      expect(problem(await app.api.get("/")).code).toBe("unauthorized");
      expect(app.records).toMatchObject([{ code: "unauthorized", outcome: "sent" }]);
    },
  );

  it.each(wrappers)(
    "sends the problem of a failure of a %s handler while a middleware delays the end",
    async (_what, wrap) => {
      const delay: RequestHandler = (_req, res, next) => {
        const end = res.end.bind(res) as (...args: unknown[]) => typeof res;
        res.end = ((chunk?: unknown) => {
          res.write("all but");
          setTimeout(() => end(chunk), 20);
          return res;
        }) as typeof res.end;
        next();
      };
      await using app = await serve(
        (target) => {
          target.use(replaceErrorResponses(), delay);
          target.get(
            "/",
            wrap((_req, res, next) => {
              res.status(404).send("nothing");
              next(new UnauthorizedError("Bearer", "No token."));
            }),
          );
        },
        { express, parseJson: false },
      );

      expect(problem(await app.api.get("/")).code).toBe("unauthorized");
      expect(app.records).toMatchObject([{ code: "unauthorized", outcome: "sent" }]);
    },
  );

  it("is whole where its handler fails after it, behind compression", async () => {
    await using app = await serve(
      (target) => {
        target.use(compression({ threshold: 0 }), replaceErrorResponses());
        target.get(
          "/",
          asyncHandler(async (_req, res) => {
            res.status(404).send(page);
            await Promise.resolve();
            throw new Error("The audit failed");
          }),
        );
      },
      { express, parseJson: false },
    );

    const response = await app.api.get("/");

    expect(problem(response).code).toBe("not_found");
    await expect.poll(() => app.records.map(({ outcome }) => outcome)).toEqual(["sent", "late"]);
  });

  it("sends the problem of the deadline where an error response does not end", async () => {
    await using app = await serve(
      (target) => {
        target.use(requestContext({ timeout: 50 }), replaceErrorResponses());
        target.get("/", (_req, res) => void res.status(404).type("text").write("not fo"));
      },
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/")).code).toBe("deadline_exceeded");
    expect(app.records).toHaveLength(1);
  });

  it("replaces a response once, whatever the handler does after it", async () => {
    await using app = await serve(
      (target) =>
        target.use(replaceErrorResponses()).get("/", (_req, res, next) => {
          res.sendStatus(401);
          if (!res.headersSent) res.status(500).json({});
          next();
        }),
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/")).code).toBe("unauthorized");
    expect(app.records).toMatchObject([{ status: 401 }]);
  });

  it("works with a response schema, whose check holds the response first", async () => {
    await using app = await serve(
      (target) => {
        target.use(replaceErrorResponses({ json: true }));
        const schema = z.object({ error: z.string() }).refine(async () => true);
        target.get("/", validate({ response: { 404: schema } }), (_req, res) => {
          res.status(404).json({ error: "mine" });
        });
      },
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/")).code).toBe("not_found");
  });

  it("replaces the responses of a router where it is mounted there, and of no other", async () => {
    await using app = await serve(
      (target) => {
        const router = express.Router();
        router.use(replaceErrorResponses(), (_req, res) => void res.sendStatus(404));
        target.use("/api", router);
        target.use((_req, res) => void res.sendStatus(404));
      },
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/api/a")).code).toBe("not_found");
    expect((await app.api.get("/a")).text).toBe("Not Found");
  });

  it("is the same when it is mounted twice", async () => {
    await using app = await serve(
      (target) => {
        target.use(replaceErrorResponses());
        target.use(replaceErrorResponses());
        target.get("/", (_req, res) => void res.sendStatus(404));
      },
      { express, parseJson: false },
    );

    expect(problem(await app.api.get("/")).code).toBe("not_found");
    expect(app.records).toHaveLength(1);
  });

  it("keeps the connection for the next request, and each response with its own request", async () => {
    await using app = await serve(
      (target) =>
        target
          .use(replaceErrorResponses())
          .get("/:status", (req, res) => void res.status(Number(req.params.status)).send(req.url)),
      { express, parseJson: false },
    );

    const { statuses, text } = await exchange(
      app.port,
      request("GET /404") + request("GET /200") + request("GET /503", { Connection: "close" }),
    );

    expect(statuses).toEqual([404, 200, 503]);
    expect(text).toContain("/200");
  });

  it("is a problem over HTTP/2 too, and a success is as it was", async () => {
    const app = speakHttp2(express());
    app.use(replaceErrorResponses());
    app.get("/text", (_req, res) => void res.status(404).send("nothing here"));
    app.get("/head", (_req, res) => void res.writeHead(503, { "retry-after": "7" }).end("busy"));
    app.get("/stream", (_req, res) => void Readable.from(["a", "b"]).pipe(res.status(500)));
    app.get("/fine", (_req, res) => void res.send("fine"));
    app.use(errorHandler({ reporter: false }));
    await using http2 = await serveHttp2(app);

    const [text, head, stream, fine] = await Promise.all(
      ["/text", "/head", "/stream", "/fine"].map((path) => http2.get(path)),
    );

    expect(JSON.parse(text?.text ?? "")).toMatchObject({ code: "not_found" });
    expect(JSON.parse(head?.text ?? "")).toMatchObject({ code: "service_unavailable" });
    expect(head?.headers).toMatchObject({ ":status": 503, "retry-after": "7" });
    expect(JSON.parse(stream?.text ?? "")).toMatchObject({ code: "internal_error" });
    expect(fine).toMatchObject({ text: "fine", rstCode: 0 });
  });

  it("is sent over HTTP/2 though it had headers of a connection, as every problem is", async () => {
    const app = speakHttp2(express());
    app.use(replaceErrorResponses());
    app.get("/proxied", (_req, res) => {
      res.writeHead(502, { "keep-alive": "timeout=5", upgrade: "TLS/1.3" }).end("bad gateway");
    });
    app.get("/thrown", (_req, res) => {
      res.setHeader("Keep-Alive", "timeout=5");
      throw new UpgradeRequiredError("TLS/1.3");
    });
    app.use(errorHandler({ reporter: false }));
    await using http2 = await serveHttp2(app);

    const proxied = await http2.get("/proxied");
    const thrown = await http2.get("/thrown");

    expect(proxied.headers).not.toHaveProperty("keep-alive");
    expect(JSON.parse(proxied.text)).toMatchObject({ code: "bad_gateway" });
    expect(JSON.parse(thrown.text)).toMatchObject({ code: "upgrade_required" });
  });

  it.each<[string, string]>([
    ["a router of its own", "router"],
    ["the path of the request", "path"],
  ])("is the problem of the errorHandler of %s", async (_what, kind) => {
    const app = express();
    const inner = express.Router();
    const format = (name: string) =>
      errorHandler({ reporter: false, serialize: ({ code }) => ({ [name]: code }) });
    inner.use(replaceErrorResponses());
    inner.get("/text", (_req, res) => void res.status(404).send("nothing here"));
    if (kind === "router") inner.use(format("mine"));
    app.use("/api", inner);
    if (kind === "path") app.use("/api", format("mine"));
    app.use(format("other"));
    await using served = await listen(app);

    expect(JSON.parse((await served.api.get("/api/text")).text)).toEqual({ mine: "not_found" });
  });

  it("arrives although the request is still being sent, behind compression", async () => {
    await using app = await serve(
      (target) => {
        target.use(replaceErrorResponses(), compression({ threshold: 0 }));
        target.post("/", (_req, res) => void res.status(413).send(page.repeat(500)));
      },
      { express, parseJson: false },
    );

    const { text } = await exchange(
      app.port,
      request("POST / HTTP/1.1".replace(" HTTP/1.1", ""), {
        "Accept-Encoding": "gzip",
        "Content-Length": "1000000",
        Connection: "close",
      }) + "x".repeat(1000),
    );

    expect(text).toContain("HTTP/1.1 413");
    expect(text).toContain('"code":"content_too_large"');
    expect(app.records).toMatchObject([{ outcome: "sent" }]);
  });

  it("breaks off at once if it was a success that had begun and failed", async () => {
    await using app = await serve(
      (target) =>
        target.use(replaceErrorResponses()).get("/", (_req, res, next) => {
          res.write("half of it");
          next(new Error("The rest is gone"));
        }),
      { express, parseJson: false },
    );
    const begun = performance.now();

    await expect(app.api.get("/")).rejects.toThrow(/aborted|hang up/);

    expect(performance.now() - begun).toBeLessThan(900);
    expect(app.records).toMatchObject([{ outcome: "truncated" }]);
  });

  it("is small, and so is its record, whatever the size of its body", async () => {
    await using app = await serve(
      (target) =>
        target.use(replaceErrorResponses()).get("/", (_req, res) => {
          res.status(500).send(page.repeat(110_000));
        }),
      { express, parseJson: false },
    );

    const response = await app.api.get("/");

    expect(problem(response).code).toBe("internal_error");
    expect(app.records).toMatchObject([
      { context: { replaced: { bytes: page.length * 110_000, text: expect.any(String) } } },
    ]);
    expect(JSON.stringify(app.records).length).toBeLessThan(16_000);
  });

  it("is nobody's if its client has left before it ends", async () => {
    let closed: Promise<unknown> | undefined;
    await using app = await serve(
      (target) =>
        target.use(replaceErrorResponses()).get("/", (req, res) => {
          closed = once(res, "close").then(() => res.end("too late"));
          res.status(500).type("text").write("half");
          req.socket.destroy();
        }),
      { express, parseJson: false },
    );

    await expect(app.api.get("/")).rejects.toThrow("socket hang up");
    await closed;

    expect(app.records).toMatchObject([{ outcome: "client_gone" }]);
  });

  it("leaves every byte of a success as it is without it", async () => {
    const writers: Record<string, Handler> = {
      json: (_req, res) => res.json({ a: 1 }),
      text: (_req, res) => res.type("text").send("fine"),
      empty: (_req, res) => res.status(204).end(),
      whole: (_req, res) => res.end("all at once"),
      redirect: (_req, res) => res.redirect("/elsewhere"),
      file: (_req, res) => res.sendFile(thisFile, { acceptRanges: true }),
      stream: (_req, res) => void Readable.from(["a", "b", "c"]).pipe(res),
      writes: (_req, res) => {
        res.write("a");
        res.write(Buffer.from("b"));
        res.end("c");
      },
      head: (_req, res) =>
        res.writeHead(201, "Made", { "X-A": "1", "Set-Cookie": ["a=1", "b=2"] }).end("a"),
      list: (_req, res) => res.writeHead(200, ["X-A", "1", "X-A", "2"]).end(),
      flushed: (_req, res) => {
        res.flushHeaders();
        res.end("late");
      },
      jsonError: (_req, res) => res.status(400).json({ error: "mine" }),
    };
    const build = (middleware: RequestHandler) => {
      const app = express();
      app.use(middleware);
      for (const [name, handler] of Object.entries(writers)) app.all(`/${name}`, handler);
      return listen(app);
    };
    await using plain = await build((_req, _res, next) => next());
    await using watched = await build(replaceErrorResponses());

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(writers)),
        fc.constantFrom("GET", "HEAD", "POST"),
        fc.dictionary(
          fc.constantFrom("Range", "If-None-Match", "Accept-Encoding", "Accept"),
          fc.constantFrom("bytes=0-3", "*", "gzip", "text/html", "bytes=99999999-"),
        ),
        fc.constantFrom("1.1", "1.0"),
        async (name, method, headers, version) => {
          const text = request(`${method} /${name}`, { ...headers, Connection: "close" }).replace(
            "HTTP/1.1",
            `HTTP/${version}`,
          );
          const [expected, actual] = await Promise.all([
            bytesOf(plain.port, text),
            bytesOf(watched.port, text),
          ]);

          expect(expected).toMatch(/^HTTP\/1\.1 [234]/);
          const isReplaced =
            / 4\d\d /.test(expected.split("\r\n")[0] ?? "") && name !== "jsonError";
          fc.pre(!isReplaced);
          expect(actual).toBe(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Returns a response without the headers that differ from request to request. */
async function bytesOf(port: number, sent: string): Promise<string> {
  const { text } = await exchange(port, sent);
  return text.replaceAll(/^Date: .*\r\n/gm, "");
}
