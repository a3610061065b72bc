import type { StandardSchema } from "../schema/standard-schema.ts";

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

/** The schemas of answers, by status. */
export type ResponseSchemas = Readonly<Record<number, StandardSchema>>;

/** What `validate` takes: the schemas of the request, and of the answers. */
export interface ValidateSchemas extends RequestSchemas {
  /**
   * The schemas of what the handlers after it send with `res.json`, by status: `{ 200: Article }`. They see the value
   * as the handler gives it, before it is JSON. Answers with other statuses are not checked.
   */
  readonly response?: ResponseSchemas;
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
