import type { Response } from "express";
import {
  type ErrorResponseWatcher,
  ErrorResponseWatch,
  type WriterMethods,
} from "./error-response-watch.ts";

/**
 * Watches a response that has not begun. If it becomes an error response that is empty or of a type that a watcher
 * holds, nothing of it is sent. Every other response passes unchanged. Middleware that replaces the methods of the
 * response afterwards notices no difference. A second watcher of a response is asked before the first.
 *
 * When a held response has ended, the next one is watched as well, until the error middleware takes it over: it may be
 * one of Express, for an app without an error middleware of ours at this place.
 */
export function holdErrorResponse(res: Response, watcher: ErrorResponseWatcher): void {
  const known = watchOf(res, stages[0].key);
  if (known) known.watchers.unshift(watcher);
  else watch(res, [watcher], 0);
}

interface Stage {
  readonly key: symbol;
  readonly methods: WriterMethods;
}

// Each has methods of its own, so that what a middleware still sends of the first response is not taken for the second.
const stages = [/* @__PURE__ */ stage("first", 1), /* @__PURE__ */ stage("second", 2)] as const;

function watch(res: Response, watchers: ErrorResponseWatcher[], index: number): void {
  const current = stages[index];
  if (!current) return;
  const { key, methods } = current;
  Object.assign(res, { [key]: new ErrorResponseWatch(res, watchers, methods) }, methods);
}

/** Creates the methods of a stage, which all watched responses share; `next` is the index of the stage that follows. */
function stage(name: string, next: number): Stage {
  const key = Symbol.for(`express-backstop.errorResponse.${name}`);
  const methods: WriterMethods = {
    writeHead(...args) {
      const current = watchOf(this, key);
      return current?.holdsHead(args) ? this : current?.pass("writeHead", args);
    },
    flushHeaders(...args) {
      const current = watchOf(this, key);
      return current?.holdsBody() ? undefined : current?.pass("flushHeaders", args);
    },
    write(...args) {
      const current = watchOf(this, key);
      if (!current?.holdsBody()) return current?.pass("write", args);
      current.keep(args);
      return true;
    },
    end(...args) {
      const current = watchOf(this, key);
      if (!current?.holdsBody(hasNoBody(args))) return current?.pass("end", args);
      current.end(args, () => watch(this, current.watchers, next));
      return this;
    },
  };
  return { key, methods };
}

function watchOf(res: Response, key: symbol): ErrorResponseWatch | undefined {
  return (res as unknown as Readonly<Record<symbol, ErrorResponseWatch | undefined>>)[key];
}

function hasNoBody([chunk]: readonly unknown[]): boolean {
  if (typeof chunk === "string" || chunk instanceof Uint8Array) return chunk.length === 0;
  return true;
}
