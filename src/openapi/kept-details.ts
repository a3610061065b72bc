import { wrappedFunctions } from "../express/wrapped-functions.ts";
import type { OperationDetails } from "./operation-details.ts";
import type { DeclaredError } from "./operation-handler.ts";

/** The security that a guard declares. */
export interface GuardSecurity {
  /** The security schemes by name. */
  readonly schemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The scopes that are required of each scheme. */
  readonly requirement: Readonly<Record<string, readonly string[]>>;
}

/** The details of an operation as they are kept: the errors are an array. */
export interface KeptDetails extends OperationDetails<readonly DeclaredError[]> {
  readonly guards?: readonly GuardSecurity[];
}

/** The property of a handler with its details. */
export const detailsKey: unique symbol = Symbol.for("express-backstop.operation");

/** Returns the details of an `operation` middleware, also of one that instrumentation has wrapped; undefined for any other handler. */
export function detailsOf(handler: unknown): KeptDetails | undefined {
  for (const one of wrappedFunctions(handler)) {
    const details = (one as { readonly [detailsKey]?: KeptDetails })[detailsKey];
    if (details) return details;
  }
  return undefined;
}
