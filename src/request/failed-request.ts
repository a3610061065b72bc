import type { Request, Response } from "express";

/** What is remembered of a request that failed, as long as there is the request. */
export interface FailedRequest {
  /** Where in the app it failed; undefined when the failure came through none of our wrappers. */
  origin: Origin | undefined;
  /** The failures that the error middleware has dealt with. */
  handled: readonly unknown[];
  /** Hears of later failures; undefined until the error middleware has dealt with one. */
  onLateFailure: LateFailureListener | undefined;
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
export type LateFailureListener = (thrown: unknown, req: Request, res: Response) => void;

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
    handled: none,
    onLateFailure: undefined,
    res: undefined,
  });
}

const maximumLength = 200;

/** Remembers where a request failed: Express restores `params` and `baseUrl` before an outer middleware runs. */
export function rememberOrigin(req: Request): FailedRequest {
  const failed = rememberFailed(req);
  failed.origin ??= { route: req.route as unknown, baseUrl: req.baseUrl, params: req.params };
  return failed;
}

/** Gives where a request failed, when the failure came through one of our wrappers. */
export function originOf(req: object): Origin | undefined {
  return failedRequest(req)?.origin;
}

/**
 * Gives the pattern of a route, mount paths included: `/api/articles/:id`; undefined in a middleware outside of any.
 *
 * @param at A request, for the route that it is in right now, or where it failed.
 */
export function routeOf(at: Pick<Request, "route" | "baseUrl"> | Origin): string | undefined {
  const route = at.route as { path?: string | RegExp | readonly (string | RegExp)[] } | undefined;
  if (route?.path === undefined) return undefined;
  const paths = typeof route.path === "string" ? route.path : [route.path].flat().join(",");
  const pattern = at.baseUrl + paths;
  return pattern.length > maximumLength ? pattern.slice(0, maximumLength) : pattern;
}

const places = new WeakMap<object, Error>();

/** Remembers, for development, where in the code a response was answered. */
export function watchFirstAnswer(res: Response): void {
  // Emitted within end(), so the stack leads to whoever called it.
  res.once("prefinish", () => places.set(res, new Error("The first answer was sent here")));
}

/** Gives the place where a response was answered, if it was watched. */
export function firstAnswerOf(res: object): Error | undefined {
  return places.get(res);
}
