import type { StandardSchema } from "./standard-schema.ts";

/** The schemas of a request: one for each part to check; parts that are not named are left alone. */
export interface RequestSchemas {
  /** The schema of `req.params`, the parameters of the path. */
  readonly params?: StandardSchema;
  /** The schema of `req.query`. */
  readonly query?: StandardSchema;
  /** The schema of `req.headers`, whose names are in lower case; what it does not name stays. */
  readonly headers?: StandardSchema;
  /** The schema of `req.cookies`; what it does not name stays. */
  readonly cookies?: StandardSchema;
  /** The schema of `req.signedCookies`; what it does not name stays. A forged cookie counts as not sent. */
  readonly signedCookies?: StandardSchema;
  /** The schema of `req.body`. */
  readonly body?: StandardSchema;
}

/** The parts in the order in which an answer lists their errors. */
export const schemaParts: readonly (keyof RequestSchemas)[] = [
  "params",
  "query",
  "headers",
  "cookies",
  "signedCookies",
  "body",
];
