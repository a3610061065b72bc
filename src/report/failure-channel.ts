import { channel, hasSubscribers } from "node:diagnostics_channel";
import type { FailureRecord } from "./record.ts";
import type { ReportedFailure } from "./reporter.ts";

/** The name of the channel that gets each failure; see `PublishedFailure`. */
const name = "express-backstop:failure";

/**
 * A message on the channel `express-backstop:failure` of `node:diagnostics_channel`: a failure, after the client got its
 * response, whatever reporters the app has.
 *
 * @example
 * import { subscribe } from "node:diagnostics_channel";
 *
 * subscribe("express-backstop:failure", (message) => {
 *   const { record } = message as PublishedFailure;
 *   if (record.level === "error") alert(record.code, record.route);
 * });
 */
export interface PublishedFailure extends ReportedFailure {
  /** The record, with the final status. */
  readonly record: FailureRecord;
}

/** Returns true if somebody listens to failures; where nobody does, no record is made. */
export function hasListeners(): boolean {
  return hasSubscribers(name);
}

/** Passes a failure to the subscribers. Node makes an uncaught exception of what a subscriber throws. */
export function publishFailure(failure: PublishedFailure): void {
  channel(name).publish(failure);
}
