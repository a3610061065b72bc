import type { Request, Response } from "express";

/** What is remembered of a request that failed, as long as there is the request. */
export interface FailedRequest {
  /** Where in the app it failed; undefined when the failure came through none of our wrappers. */
  origin: Origin | undefined;
  /** The failures that the error middleware has dealt with. */
  dealtWith: readonly unknown[];
  /** Hears of later failures; undefined until the error middleware has dealt with one. */
  hearLate: LateListener | undefined;
  /** The response that the error middleware was given. */
  res: Response | undefined;
}

/** Where in the app a request failed, as Express knew it at that moment. */
export interface Origin {
  readonly route: unknown;
  readonly baseUrl: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Hears of a failure whose request needs no answer of it: reports, and leaves the response alone. */
export type LateListener = (thrown: unknown, req: Request, res: Response) => void;

// A member of the request itself: a WeakMap's entry, which refers to its own key, outlives many a collection.
const key: unique symbol = Symbol("express-backstop.failed");

/** Gives what is remembered of a request that failed. */
export function failedRequest(req: object): FailedRequest | undefined {
  return (req as { [key]?: FailedRequest })[key];
}

const none: readonly unknown[] = [];

/** Begins to remember, unless it was begun. */
export function rememberFailed(req: object): FailedRequest {
  return ((req as { [key]?: FailedRequest })[key] ??= {
    origin: undefined,
    dealtWith: none,
    hearLate: undefined,
    res: undefined,
  });
}
