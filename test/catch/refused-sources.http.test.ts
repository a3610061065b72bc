import { EventEmitter } from "node:events";
import { createReadStream, type ReadStream } from "node:fs";
import type { Response } from "express";
import { guardEmitter, pipeResponse } from "express-backstop";
import { expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

// fault: stream-fails
it.each(expresses)(
  "on %s, a stream that is refused without next is destroyed, and its error ends no process",
  async (_name, express) => {
    const uncaught: unknown[] = [];
    const remember = (error: unknown): unknown => uncaught.push(error);
    process.on("uncaughtException", remember);
    const sources: ReadStream[] = [];
    const pipe = pipeResponse as (source: unknown, res: Response) => void;
    await using app = await serve(
      (api) =>
        api.get("/", (_req, res) => {
          const source = createReadStream("/nope");
          sources.push(source);
          pipe(source, res);
        }),
      { express },
    );

    const { status } = await app.api.get("/");
    await expect.poll(() => sources[0]?.closed).toBe(true);
    await new Promise(setImmediate);
    process.off("uncaughtException", remember);

    expect(status).toBe(500);
    expect(app.records).toMatchObject([
      {
        error: {
          message: expect.stringContaining("pipeResponse: next must be a function, got undefined"),
        },
      },
    ]);
    expect(uncaught).toEqual([]);
  },
);

// fault: emitter-twice
it("an emitter that is refused without next may fail", () => {
  const emitter = new EventEmitter();

  expect(() => Reflect.apply(guardEmitter, undefined, [emitter])).toThrow(
    "next must be a function",
  );
  expect(emitter.emit("error", new Error("later"))).toBe(true);
});
