import type { IncomingMessage, ServerResponse } from "node:http";
import type { RecordedError } from "../inspect/recorded-error.ts";

/** A failure that got past every guard to the process, as the operator sees it: plain data, bounded. */
export interface ProcessFailure {
  /** When it was reported (ISO 8601). */
  readonly time: string;
  readonly level: "error";
  /**
   * The event of the process; `serverError` for an `error` event of a server that a listener of the app took, such as a
   * port that is in use; `onClose` when that hook failed; or `shutdown` for what the end of the process cut: `onClose`,
   * requests, and upgraded connections.
   */
  readonly origin:
    | "uncaughtException"
    | "unhandledRejection"
    | "serverError"
    | "onClose"
    | "shutdown";
  /** Whether the process was already shutting down. */
  readonly draining: boolean;
  /** The request in whose asynchronous context it happened, which is probably, but not certainly, the cause. */
  readonly suspect?: SuspectRequest;
  /** The error that was thrown. */
  readonly error: RecordedError;
}

/** The request that probably caused a failure of the process. */
export interface SuspectRequest {
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  readonly requestId: string;
  /** Whether this request got a 500; false if its response had already begun. */
  readonly responded: boolean;
}

/** The real objects behind the record of a process failure. */
export interface ReportedProcessFailure {
  /** The value that was thrown, unchanged. */
  readonly error: unknown;
  /** The suspected request. */
  readonly req: IncomingMessage | undefined;
  /** The response of the suspected request. */
  readonly res: ServerResponse | undefined;
}

/** The part of the record of a process failure that is known before it is made. */
export interface ProcessFailureSummary {
  readonly origin: ProcessFailure["origin"];
  /** The name of the error, such as `TypeError`; the type of the value if it is not an object. */
  readonly name: string;
  /** The method and the path of the request that probably caused it. */
  readonly request?: string;
}

/** The beginning of a shutdown. */
export interface ProcessShutdown {
  /** When it began (ISO 8601). */
  readonly time: string;
  /** The signal, `failure` for an exception or a rejection, or `shutDown` for a call of that method. */
  readonly reason: NodeJS.Signals | "failure" | "shutDown";
  /** How many requests are in progress. */
  readonly openRequests: number;
  /** Milliseconds until the process exits at the latest. */
  readonly deadline: number;
  /** The exit code, unless a later failure changes it. */
  readonly exitCode: number;
}

/** Receives one record for each failure that reaches the process. The exit waits for a promise it returns. */
export interface ProcessReporter {
  (failure: ProcessFailure, details: ReportedProcessFailure): unknown;
  /** Called first: a reporter that returns false gets no record. Default: every failure is wanted. */
  readonly wants?: (summary: ProcessFailureSummary) => boolean;
  /** Called once, when the shutdown begins. Default: nothing. */
  readonly onShutdown?: (shutdown: ProcessShutdown) => unknown;
}
