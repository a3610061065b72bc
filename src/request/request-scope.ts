import { AsyncLocalStorage } from "node:async_hooks";
import type { Request, Response } from "express";
import { sharedByCopies } from "../copies/shared-by-copies.ts";
import { whenClosed } from "./when-closed.ts";

/** One request while it lasts, for all code that runs on its behalf. */
export interface RequestScope {
  readonly req: Request;
  readonly res: Response;
  readonly requestId: string;
  /** Passes a failure to the error middleware, wherever it was caught. */
  fail: (this: void, thrown: unknown) => void;
  /** Aborts the work for this request; created when somebody asks for its signal. */
  controller: AbortController | undefined;
  /** When the request arrived, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** The facts for the operator that were added on the way. */
  context: Readonly<Record<string, unknown>> | undefined;
  /** Why the work was given up, if it was. */
  abortReason: unknown;
  /** Called before the deadline ends the request; undefined where nobody has asked for it. */
  beforeDeadline: (() => void)[] | undefined;
}

// Node restores it in everything that a request starts, whichever copy of this package opened the request.
const storage = /* @__PURE__ */ sharedByCopies(
  "scopes",
  () => new AsyncLocalStorage<RequestScope>(),
);

const key: unique symbol = Symbol.for("express-backstop.scope");
interface Holder {
  [key]?: RequestScope;
}

/** Runs a function on behalf of a request. */
export function runInScope<Result>(scope: RequestScope, run: () => Result): Result {
  return storage.run(scope, run);
}

/** Returns the request that the running code works for; undefined outside every request. */
export function currentScope(): RequestScope | undefined {
  return storage.getStore();
}

/** Attaches a scope to its request, for code that has the request and runs outside its asynchronous context. */
export function attachScope(scope: RequestScope): void {
  (scope.req as Holder)[key] = scope;
}

/** Returns the scope of a request. */
export function scopeOf(req: object): RequestScope | undefined {
  return (req as Holder)[key];
}

/** Aborts the work for a request: its signal aborts with the reason. */
export function abortScope(scope: RequestScope, reason: unknown): void {
  scope.abortReason ??= reason;
  // A listener may use the context of the request, whatever aborts it.
  runInScope(scope, () => scope.controller?.abort(reason));
}

/** Returns the signal of a request, which aborts when its client leaves or when the work for it is given up. */
export function signalOf(scope: RequestScope): AbortSignal {
  if (!scope.controller) {
    scope.controller = new AbortController();
    const { res } = scope;
    if (scope.abortReason !== undefined) scope.controller.abort(scope.abortReason);
    else if (res.closed) abortIfUnsent(scope);
    else whenClosed(scope.req, res, () => abortIfUnsent(scope));
  }
  return scope.controller.signal;
}

function abortIfUnsent(scope: RequestScope): void {
  if (scope.res.writableFinished) return;
  abortScope(scope, new DOMException("The client closed the connection.", "AbortError"));
}
