import { finished, Readable } from "node:stream";
import type { NextFunction, Response } from "express";
import { checkFunction } from "../misuse/check-function.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { reportDetached } from "../request/late-failures.ts";
import { whenClosed } from "../request/when-closed.ts";
import { failWith } from "./fail-with.ts";
import { rememberPiped } from "./piped.ts";

/** A source that can be sent in pieces: a Node or web stream, or any iterable or async iterable. */
export type PipeSource = NodeJS.ReadableStream | AsyncIterable<unknown> | Iterable<unknown>;

/**
 * Streams a source into the response. When the source fails before its first byte, the client gets an ordinary
 * problem; when it fails later, the response ends so that the client can tell it is incomplete. If the client
 * disconnects, the source is destroyed.
 *
 * @param source A readable stream, or an iterable of strings and buffers.
 * @param res The response, with its headers set.
 * @param next Express's `next`.
 *
 * @throws {TypeError} When the source is neither a stream nor an iterable, or `next` is not a function.
 *
 * @example
 * app.get("/export", (req, res, next) => {
 *   pipeResponse(createReadStream("articles.csv"), res.type("csv"), next);
 * });
 */
export function pipeResponse(source: PipeSource, res: Response, next: NextFunction): void {
  const usage = "Write pipeResponse(stream, res, next)";
  const readable = toReadable(source, usage);
  let settled = false;

  const settle = (error: unknown): void => {
    if (settled) return;
    settled = true;
    readable.destroy();
    if (error) failWith(next, res.req)(error);
  };
  // finished() keeps listening, so a later error of the source does not end the process.
  finished(readable, { writable: false }, (error) => {
    if (error) settle(error);
  });
  // A refused source fails all the same: this listens for it.
  if (typeof next !== "function") settle(undefined);
  checkFunction("pipeResponse: next", next, usage);
  if (res.writableEnded) {
    settle(undefined);
    reportDetached(res.req, res, new Error("A second response was piped; the first stands"));
    return;
  }
  // A made-up response, as unit tests have them, may be no stream.
  if (typeof res.on === "function") finished(res, { readable: false }, settle);
  whenClosed(res.req, res, () => settle(undefined));
  pump(readable, res, settle);
}

/** Does what `readable.pipe(res)` does, and catches what the response throws: a listener of pipe() would not. */
function pump(readable: Readable, res: Response, onFailure: (error: unknown) => void): void {
  const attempt = (write: () => void): void => {
    // What it has read ahead still comes after it was destroyed.
    if (readable.destroyed) return;
    try {
      write();
    } catch (error) {
      onFailure(error);
    }
  };
  rememberPiped(res);
  res.on?.("drain", () => readable.resume());
  readable.on("data", (chunk: string | Uint8Array) =>
    attempt(() => {
      // Only false asks for a pause, as in pipe(): a made-up method may return nothing.
      const goesOn: unknown = res.write(chunk);
      if (goesOn === false) readable.pause();
    }),
  );
  readable.once("end", () => attempt(() => res.end()));
}

function toReadable(source: PipeSource, usage: string): Readable {
  if (source instanceof Readable) return source;
  const it = source as Partial<AsyncIterable<unknown> & Iterable<unknown>> | null | undefined;
  if (typeof it === "object" && it !== null && (it[Symbol.asyncIterator] ?? it[Symbol.iterator])) {
    // Chunks go to the response as they are, so they have to be bytes or strings.
    return Readable.from(source as AsyncIterable<unknown>, { objectMode: false });
  }
  throw new TypeError(
    `pipeResponse: source must be a stream or an iterable, got ${describeReceived(source)}. ${usage}.`,
  );
}
