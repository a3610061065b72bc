import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import {
  consoleReporter,
  ConflictError,
  type FailureRecord,
  type FailureSummary,
  HttpError,
  NotFoundError,
} from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { throwing } from "../support/throwing.ts";

/** Collects what is printed to stderr, which is all that the default reporter does. */
function printed(): string[] {
  const lines: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  return lines;
}

async function times(count: number, act: () => PromiseLike<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: count }, act));
}

const second = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 1300);
  });

describe.each(expresses)("the default reporter, on %s", (_name, express) => {
  afterEach(() => void vi.restoreAllMocks());

  it("prints one line for a 4xx, and stack, causes and facts for a 5xx", async () => {
    const lines = printed();
    const cause = new TypeError("deep");
    await using app = await serve(
      (app) => {
        app.get("/4", throwing(new ConflictError("Taken.")));
        app.get("/5", throwing(new HttpError(503, "down", { cause, context: { id: 7 } })));
      },
      { express, reporter: undefined as never },
    );

    await app.api.get("/4?q=secret");
    await app.api.get("/5");

    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\S+ 409 conflict GET \/4 req_\w+: Taken\.$/);
    expect(lines[1]).toMatch(
      /^\S+ 503 service_unavailable GET \/5 req_\w+: down\n {4}HttpError: down/,
    );
    expect(lines[1]).toContain("\n    caused by TypeError: deep\n");
    expect(lines[1]).toContain('\n    context {"id":7}');
    for (const line of (lines[1] ?? "").split("\n").slice(1)) expect(line).toMatch(/^ {4}/);
  });

  it("prints code, causes and context of a 4xx", async () => {
    const lines = printed();
    const deep = Object.assign(new Error("deep"), { code: "E_DEEP" });
    const driver = Object.assign(new Error("duplicate key", { cause: deep }), {
      code: "23505",
      severity: "ERROR",
      constraint: "users_email_key",
    });
    await using app = await serve((app) => app.post("/", throwing(driver)), {
      express,
      reporter: undefined as never,
      mappers: [postgres()],
    });

    await app.api.post("/").send({});

    const [first, ...more] = (lines[0] ?? "").split("\n");
    expect(first).toMatch(/ 409 duplicate POST \/ req_\w+: \[23505\] duplicate key$/);
    expect(more).toEqual([
      "    caused by [E_DEEP] Error: deep",
      '    context {"databaseCode":"23505","constraint":"users_email_key"}',
    ]);
  });

  it("prints a bounded text that forges no line and drives no terminal", async () => {
    const lines = printed();
    const evil = `\n2026-01-01 500 forged\u001B[2J\u202E\u2028`;
    const thrown = Object.assign(new Error(evil), { stack: evil + "\n".repeat(100_000) });
    await using app = await serve((app) => app.get("/", throwing(thrown)), {
      express,
      reporter: undefined as never,
    });

    await app.api.get("/");

    const [line = ""] = lines;
    expect(line.length).toBeLessThanOrEqual(16_000);
    for (const forged of ["\n2026", "\u001B", "\u202E", "\u2028"])
      expect(line).not.toContain(forged);
    expect(line).toContain("\\x1b[2J\\u202e\\u2028");
  });

  it("makes no record that no reporter wants, and asks each reporter separately", async () => {
    const asked: FailureSummary[] = [];
    const records: FailureRecord[] = [];
    const refusing = Object.assign(() => expect.unreachable(), {
      wants: (summary: FailureSummary) => {
        asked.push(summary);
        return false;
      },
    });
    const throwingWhenAsked = Object.assign((record: FailureRecord) => records.push(record), {
      wants: () => {
        throw new Error("cannot say");
      },
    });
    const route = throwing(new NotFoundError("None."));
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await using app = await serve((app) => app.get("/articles/:id", route), {
      express,
      reporter: [refusing, throwingWhenAsked],
    });

    await app.api.get("/articles/7");

    const summary = { level: "info", status: 404, code: "not_found", outcome: "sent" };
    expect(asked).toEqual([{ ...summary, method: "GET", route: "/articles/:id" }]);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ ...summary, path: "/articles/7" });
    expect(warned).toHaveBeenCalledOnce();
  });

  it("prints five of a kind in a second and counts the rest, while another reporter gets every one", async () => {
    const lines = printed();
    let reported = 0;
    await using app = await serve(
      (app) => {
        app.get("/articles/:id", throwing(new NotFoundError("None.")));
        app.get("/other", throwing(new NotFoundError("None.")));
      },
      { express, reporter: [consoleReporter(), () => (reported += 1)] },
    );
    let id = 0;

    await times(60, () => app.api.get(`/articles/${(id += 1)}`));
    await times(3, () => app.api.get("/other"));
    await times(60, () => app.api.get(`/nowhere/${(id += 1)}`));
    await second();

    expect(reported).toBe(123);
    const of = (pattern: RegExp) => lines.filter((line) => pattern.test(line));
    const counted = of(/^… and /);
    // A second may have begun anew meanwhile, so what was printed and what was counted make the whole.
    const more = (kind: string) =>
      counted
        .filter((line) => line.endsWith(kind))
        .reduce((sum, line) => sum + Number(/and (\d+) more/.exec(line)?.[1]), 0);
    const articles = of(/GET \/articles\/\d/).length;
    expect(articles).toBeLessThan(60);
    expect(articles + more(": 404 not_found GET /articles/:id")).toBe(60);
    const nowhere = of(/GET \/nowhere/).length;
    expect(nowhere).toBeLessThan(60);
    expect(nowhere + more(": 404 route_not_found GET")).toBe(60);
    expect(of(/GET \/other/)).toHaveLength(3);
  });

  it("prints again in the next second", async () => {
    const lines = printed();
    await using app = await serve((app) => app.get("/", throwing(new NotFoundError("None."))), {
      express,
      reporter: undefined as never,
    });

    await times(30, () => app.api.get("/"));
    await second();
    const before = lines.length;
    await app.api.get("/");

    expect(lines.length).toBe(before + 1);
    expect(lines.at(-1)).toMatch(/None\.$/);
  });

  it("gives an own reporter every record", async () => {
    await using app = await serve((app) => app.get("/", throwing(new NotFoundError("None."))), {
      express,
    });

    await times(50, () => app.api.get("/"));

    expect(app.records).toHaveLength(50);
  });
});

// fault: count-at-exit
it("prints the count at exit, and keeps no process alive for it", async () => {
  const program = `
    import express from "express";
    import { errorHandler } from "express-backstop";
    const app = express().use(() => { throw new Error("x"); }).use(errorHandler());
    const server = app.listen(0, "127.0.0.1", async () => {
      const url = "http://127.0.0.1:" + server.address().port;
      for (let i = 0; i < 20; i += 1) await (await fetch(url)).text();
      server.close();
      server.closeAllConnections();
      process.stdout.write(process.getActiveResourcesInfo().join(" "));
    });`;
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "--conditions=express-backstop/source",
      "--input-type=module",
      "-e",
      program,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );

  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);

  const stacks = err.match(/^ {4}Error: x/gm)?.length ?? 0;
  const counted = [...err.matchAll(/and (\d+) more: 500 internal_error GET/g)];
  expect(stacks).toBeGreaterThanOrEqual(5);
  expect(stacks + counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(20);
  expect(out).not.toContain("Timeout");
});
