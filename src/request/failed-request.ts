import type { Request, Response } from "express";

/** Where in the app a request is, or was when it failed. */
export interface RequestOrigin {
  readonly app: unknown;
  readonly route: unknown;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The memory of a request that failed; it lasts as long as the request. */
export interface FailedRequest {
  /** Where in the app it failed; undefined when the failure came through none of our wrappers. */
  origin: RequestOrigin | undefined;
  /**
   * The name of the handler that failed; empty if it has no name, and undefined when the failure came through none of our
   * wrappers.
   */
  handler: string | undefined;
  /** The failures that were reported. */
  reported: readonly unknown[];
  /** Receives later failures; undefined until the error middleware has handled one. */
  onLateFailure: LateFailureListener | undefined;
  /** The response that the error middleware was called with. */
  res: Response | undefined;
  /** Whether a handler wrote to the response after it had been sent. */
  hasLateWrite: boolean;
  /** Whether the problem replaced a response that the app had ended; to end it again changes nothing. */
  replacesEnded: boolean;
}

/** Reports a failure and leaves the response alone, because the request needs no response for it. */
export type LateFailureListener = (thrown: unknown, req: Request, res: Response) => void;

// A member of the request itself: the entry of a WeakMap survives many garbage collections when its value refers to its key.
const key: unique symbol = Symbol.for("express-backstop.failed");
interface Holder {
  [key]?: FailedRequest;
}

/** Returns what is remembered of a failed request; undefined when none of its failures was seen. */
export function failedRequest(req: object | null | undefined): FailedRequest | undefined {
  const holder: Holder | null | undefined = req;
  try {
    return holder?.[key];
  } catch {
    // A made-up request may throw when it is read.
    return undefined;
  }
}

/** Returns what is remembered of a failed request, from now on if nothing was. */
export function rememberFailed(req: object | null | undefined): FailedRequest {
  const known = failedRequest(req);
  if (known) return known;
  const failed: FailedRequest = {
    origin: undefined,
    handler: undefined,
    reported: none,
    onLateFailure: undefined,
    res: undefined,
    hasLateWrite: false,
    replacesEnded: false,
  };
  try {
    (req as Holder)[key] = failed;
  } catch {
    // A made-up request may be null or frozen. It is forgotten at once, but its failure still reaches `next`.
  }
  return failed;
}

const none: readonly unknown[] = [];

/** How many failures of one request are reported; a broken stream can fail without end. */
const maximumReported = 20;

/** Remembers that a failure is reported; returns false if it was reported before, or is one too many. */
export function isFirstReport(failed: FailedRequest, thrown: unknown): boolean {
  if (failed.reported.includes(thrown) || failed.reported.length >= maximumReported) return false;
  failed.reported = failed.reported.length === 0 ? [thrown] : [...failed.reported, thrown];
  return true;
}
