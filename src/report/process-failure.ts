import type { RecordedError } from "./recorded-error.ts";

/** A failure that got past every guard to the process, as the operator sees it: plain data, bounded. */
export interface ProcessFailure {
  /** When it was reported, ISO 8601. */
  readonly time: string;
  readonly level: "error";
  /** The event of the process; `onClose` for what that hook failed with. */
  readonly origin: "uncaughtException" | "unhandledRejection" | "onClose";
  /** Whether the process was shutting down already. */
  readonly draining: boolean;
  /** The request in whose context it happened: evidence, not proof. Absent when there was none. */
  readonly suspect?: SuspectRequest;
  /** What was thrown. */
  readonly error: RecordedError;
}

/** The request that a failure of the process probably belongs to. */
export interface SuspectRequest {
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  readonly requestId: string;
  /** Whether it was answered for this, with a bare 500; otherwise its answer had begun already. */
  readonly answered: boolean;
}
