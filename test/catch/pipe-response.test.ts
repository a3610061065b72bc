import { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex, PassThrough, Readable, Writable } from "node:stream";
import type { Response } from "express";
import { pipeResponse } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import type { HandlerRun } from "../../src/catch/next-once.ts";
import { warnOfSilence } from "../../src/catch/warn-of-silence.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Pipes a source into a response of Node, and collects what reaches Express. */
function pipe(source: unknown, exchanged = serverResponse()) {
  const passed: unknown[][] = [];
  const next = (...args: unknown[]) => void passed.push(args);
  pipeResponse(source as Readable, exchanged.res, next);
  return { ...exchanged, passed };
}

describe("pipeResponse", () => {
  it.each<[string, unknown]>([
    ["a stream", Readable.from(["a", "b"])],
    ["an array", ["a", Buffer.from("b")]],
    ["an async iterable", letters()],
    ["a web stream", new Blob(["ab"]).stream()],
  ])("sends %s, and passes nothing to next", async (_what, source) => {
    const { res, written, passed } = pipe(source);

    await expect.poll(() => res.writableFinished).toBe(true);

    expect(written()).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\n\r\n[^]*a[^]*b/);
    expect(passed).toEqual([]);
  });

  it.each([
    [1, "1"],
    ["text", '"text"'],
    [null, "null"],
    [undefined, "undefined"],
    [{}, "a value of type object"],
    [letters, "a value of type function"],
    [new Writable(), "a value of type object"],
  ])("refuses the source %o", (source, got) => {
    expect(() => pipe(source)).toThrow(
      `pipeResponse: source must be a stream or an iterable, got ${got}. Write pipeResponse(stream, res, next).`,
    );
  });

  it("refuses to begin without next", () => {
    expect(() => pipeResponse([], serverResponse().res, undefined as never)).toThrow(
      "pipeResponse: next must be a function, got undefined. Write pipeResponse(stream, res, next).",
    );
  });

  it("passes the first failure of a source to next, as an Error, and survives the others", async () => {
    const source = new PassThrough();
    const { passed } = pipe(source);

    source.destroy("the disk is gone" as never);
    await turn();
    source.emit("error", new Error("again"));
    await turn();

    expect(passed).toEqual([[expect.objectContaining({ cause: "the disk is gone" })]]);
  });

  it("has not begun to respond when a source fails after an empty piece", async () => {
    const failure = new Error("no");
    const source = (async function* () {
      yield "";
      throw failure;
    })();

    const { res, passed } = pipe(source);

    await expect.poll(() => passed).toEqual([[failure]]);
    expect(res.headersSent).toBe(false);
  });

  it("destroys the source when the client leaves, without a failure", async () => {
    const source = new PassThrough();
    const { res, passed } = pipe(source);

    source.write("half");
    await turn();
    res.destroy();
    await turn();

    expect(source.destroyed).toBe(true);
    expect(passed.flat().filter((error) => !isPremature(error))).toEqual([]);
  });

  it("destroys the source when the connection of a waiting response closes", async () => {
    const source = new PassThrough();
    const { req, passed } = pipe(source);

    req.socket.emit("close");

    expect(source.destroyed).toBe(true);
    expect(passed).toEqual([]);
  });

  it("reads no faster than the client, and goes on when it does", async () => {
    let read = 0;
    const pieces = function* () {
      for (; read < 20; read += 1) yield "x".repeat(100_000);
    };
    const { res, release, ...exchanged } = slowResponse();

    pipe(pieces(), { ...exchanged, res });
    for (let turns = 0; turns < 50; turns += 1) await turn();
    const readAhead = read;
    release();

    await expect.poll(() => res.writableFinished, { timeout: 5000 }).toBe(true);
    expect(readAhead).toBeLessThan(8);
    expect(read).toBe(20);
  });

  it("passes on that the client has left before it had everything", async () => {
    const { res, ...exchanged } = slowResponse();
    const source = Readable.from(["a"]);

    const { passed } = pipe(source, { ...exchanged, res });
    await expect.poll(() => source.closed).toBe(true);
    res.destroy();
    res.emit("close");
    await turn();

    expect(passed).toEqual([[expect.objectContaining({ code: "ERR_STREAM_PREMATURE_CLOSE" })]]);
  });

  it("needs no more of a two-way stream than that its readable side ends", async () => {
    const { res, release, ...exchanged } = slowResponse();
    const source = new Duplex({ read() {}, write() {} });

    const { passed } = pipe(source, { ...exchanged, res });
    source.push("a");
    source.push(null);
    source.once("end", () => source.destroy());
    await expect.poll(() => source.closed).toBe(true);
    release();
    await expect.poll(() => res.writableFinished).toBe(true);

    expect(passed).toEqual([]);
  });

  it("destroys a two-way stream once the response is complete", async () => {
    const source = new Duplex({ read() {}, write() {} });

    const { res } = pipe(source);
    source.push(null);

    await expect.poll(() => res.writableFinished).toBe(true);
    expect(source.destroyed).toBe(true);
  });

  it("destroys a source for a response that is complete, and reports it", async () => {
    const source = new PassThrough();
    const exchanged = serverResponse();
    exchanged.res.end("done");

    const { passed } = pipe(source, exchanged);

    expect(source.destroyed).toBe(true);
    expect(passed).toEqual([]);
    await expect
      .poll(() => warnings)
      .toMatchObject([
        {
          code: "BACKSTOP_FAILED_DETACHED",
          detail: expect.stringContaining("A second response was piped; the first stands"),
        },
      ]);
  });

  it("is a response for the check that warns of silent handlers", () => {
    vi.useFakeTimers();
    const { req, res } = pipe(new PassThrough());

    warnOfSilence("save")({ req, res, nextCalled: false } as HandlerRun);

    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});

/** Creates a response whose client reads nothing until it is released. */
function slowResponse() {
  const exchanged = serverResponse();
  const held: (() => void)[] = [];
  const socket = new Writable({ write: (_chunk, _encoding, done) => void held.push(done) });
  const res = new ServerResponse(exchanged.req) as Response;
  res.assignSocket(socket as Socket);
  // As the server of Node does.
  socket.on("drain", () => res.emit("drain"));
  const release = () => {
    const timer = setInterval(() => held.shift()?.());
    res.once("finish", () => clearInterval(timer));
  };
  return { ...exchanged, res, release };
}

async function* letters(): AsyncGenerator<string> {
  yield "a";
  yield "b";
}

function isPremature(error: unknown): boolean {
  return (error as { code?: unknown }).code === "ERR_STREAM_PREMATURE_CLOSE";
}
