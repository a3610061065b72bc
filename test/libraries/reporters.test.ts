import { Writable } from "node:stream";
import { ConflictError, requestContext } from "express-backstop";
import { pinoReporter } from "express-backstop/reporters/pino";
import { winstonReporter } from "express-backstop/reporters/winston";
import { pino } from "pino";
import { pinoHttp } from "pino-http";
import { describe, expect, it } from "vitest";
import { createLogger, format, transports } from "winston";
import { serve } from "../support/app.ts";
import { throwing } from "../support/throwing.ts";

interface Lines {
  readonly stream: Writable;
  /** The lines as they were written. */
  readonly texts: string[];
  readonly entries: () => Record<string, unknown>[];
}

function memory(): Lines {
  const texts: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      texts.push(...String(chunk).split("\n").filter(Boolean));
      done();
    },
  });
  return {
    stream,
    texts,
    entries: () => texts.map((text) => JSON.parse(text) as Record<string, unknown>),
  };
}

const failure = (): Error =>
  new Error("cannot connect to postgres://app:hunter2@db/app", { cause: new Error("refused") });

/** Returns the names of members that a line of JSON has twice. */
function doubled(line: string): string[] {
  const names = [...line.matchAll(/(?<=[{,])"(\w+)":/g)].map(([, name]) => name);
  const top = new Set(Object.keys(JSON.parse(line) as object));
  // The names inside are other members.
  return [...top].filter((name) => {
    const times = names.filter((one) => one === name).length;
    const inside = (
      JSON.stringify(Object.values(JSON.parse(line) as object)).match(
        new RegExp(`"${name}":`, "g"),
      ) ?? []
    ).length;
    return times - inside > 1;
  });
}

describe("pinoReporter", () => {
  it("writes one line for a failure, with the error as err and no member twice", async () => {
    const { stream, texts, entries } = memory();
    await using app = await serve((app) => app.get("/articles/:id", throwing(failure())), {
      reporter: pinoReporter(pino({}, stream)),
    });

    await app.api.get("/articles/7");

    expect(texts).toHaveLength(1);
    expect(doubled(texts[0] ?? "")).toEqual([]);
    expect(texts[0]).not.toContain("hunter2");
    expect(entries()[0]).toMatchObject({
      level: 50,
      status: 500,
      code: "internal_error",
      route: "/articles/:id",
      err: { name: "Error", stack: expect.stringContaining("reporters.test") },
      msg: expect.stringMatching(/^cannot connect to postgres:\/\/app:\[password /),
    });
  });

  it("writes to req.log behind pino-http, whose own line has the error without its secrets", async () => {
    const { stream, texts, entries } = memory();
    const logger = pino({}, stream);
    await using app = await serve(
      (app) => {
        app.use(pinoHttp({ logger, genReqId: () => "r1" }));
        app.use(requestContext());
        app.get("/", throwing(failure()));
      },
      { reporter: pinoReporter(logger) },
    );

    await app.api.get("/");

    await expect.poll(() => texts.length).toBe(2);
    const [ours, theirs] = entries();
    expect(ours).toMatchObject({ req: { id: "r1" }, status: 500 });
    expect(theirs).toMatchObject({
      msg: "request errored",
      res: { statusCode: 500 },
      err: { type: "Error", message: expect.stringContaining("[password ") },
    });
    expect(texts.flatMap(doubled)).toEqual([]);
    expect(texts.join("\n")).not.toContain("hunter2");
  });

  it("leaves the line of pino-http for a 4xx as it is", async () => {
    const { stream, texts, entries } = memory();
    const logger = pino({}, stream);
    await using app = await serve(
      (app) => {
        app.use(pinoHttp({ logger }));
        app.get("/", throwing(new ConflictError("taken")));
      },
      { reporter: pinoReporter(logger) },
    );

    await app.api.get("/");

    await expect.poll(() => texts.length).toBe(2);
    expect(entries()).toMatchObject([
      { level: 30, status: 409, msg: "taken" },
      { level: 30, msg: "request completed", res: { statusCode: 409 } },
    ]);
    expect(entries()[1]).not.toHaveProperty("err");
  });
});

describe("winstonReporter", () => {
  it("writes one entry for a failure, with the record", async () => {
    const { stream, texts, entries } = memory();
    const logger = createLogger({
      format: format.combine(format.timestamp(), format.errors(), format.json()),
      transports: [new transports.Stream({ stream })],
    });
    await using app = await serve(
      (app) => {
        app.get("/", throwing(failure()));
        app.get("/taken", throwing(new ConflictError("taken")));
      },
      { reporter: winstonReporter(logger) },
    );

    await app.api.get("/");
    await app.api.get("/taken");

    await expect.poll(() => texts.length).toBe(2);
    expect(entries()).toMatchObject([
      {
        level: "error",
        status: 500,
        message: expect.stringMatching(/^cannot connect to postgres:\/\/app:\[password /),
        error: { name: "Error", causes: [{ message: "refused" }] },
      },
      { level: "info", status: 409, message: "taken" },
    ]);
    expect(texts.join("\n")).not.toContain("hunter2");
  });
});
