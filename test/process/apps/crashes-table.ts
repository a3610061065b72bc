import { EventEmitter } from "node:events";
import { readFile } from "node:fs";
import type { Request, Response } from "express";
import type { Pool } from "pg";

let pool: Pool | undefined;
const shared = new EventEmitter();

function secret(): never {
  throw new TypeError("secret 10.0.3.17");
}

/** The ways to fail so that no error middleware hears of it. Express passes the request to each. */
export const crashes: Readonly<Record<string, (req: Request, res: Response) => unknown>> = {
  timer: () => void setTimeout(secret),
  nextTick: () => process.nextTick(secret),
  microtask: () => queueMicrotask(secret),
  immediate: () => void setImmediate(secret),
  emitter: () => void setImmediate(() => new EventEmitter().emit("error", new Error("secret"))),
  file: () => readFile("/", secret),
  // oxlint-disable-next-line promise/always-return -- that nobody waits for it is the fault
  rejection: () => void Promise.resolve().then(secret),
  falsy: () => void Promise.reject(),
  typed: () =>
    void setTimeout(() => {
      throw Object.assign(new Error("secret"), { status: 404, expose: true });
    }),
  sharedEmitter: () => {
    shared.once("event", secret);
    setTimeout(() => shared.emit("event"));
  },
  pg: async () => {
    const { default: pg } = await import("pg");
    pool ??= new pg.Pool({
      connectionString:
        process.env["TEST_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test",
    });
    pool.query("select 1", secret);
  },
  hostileResponse: (_req, res) => {
    res.setHeader = secret;
    setTimeout(secret);
  },
  data: (req) => void req.on("data", secret),
  end: (req) => void req.resume().on("end", secret),
  answered: (_req, res) => {
    res.on("finish", secret);
    res.json({ responded: true });
  },
  "of/ann@a.example": () =>
    void setTimeout(() => {
      throw new Error("ann@a.example has password=hunter2");
    }),
  flood: () => {
    for (let index = 0; index < 20_000; index += 1)
      void Promise.reject(new Error(`secret ${index}`));
  },
  thrice: () => {
    for (const delay of [0, 50, 2000]) setTimeout(() => secret(), delay);
  },
};
