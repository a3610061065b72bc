import type { IncomingMessage, ServerResponse } from "node:http";
import type { RecordedError } from "../inspect/recorded-error.ts";

/** A failure that got past every guard to the process, as the operator sees it: plain data, bounded. */
export interface ProcessFailure {
  /** When it was reported (ISO 8601). */
  readonly time: string;
  readonly level: "error";
  /** The event of the process, or `onClose` when that hook failed. */
  readonly origin: "uncaughtException" | "unhandledRejection" | "onClose";
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

/** Receives one record for each failure that reaches the process. The exit waits for a promise it returns. */
export type ProcessReporter = (failure: ProcessFailure, details: ReportedProcessFailure) => unknown;
