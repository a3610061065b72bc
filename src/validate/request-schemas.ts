import type { StandardSchema } from "../schema/standard-schema.ts";

/** The schemas of a request, by part. A part without a schema is not checked. */
export interface RequestSchemas {
  /** The schema of `req.params`, the parameters in the path. */
  readonly params?: StandardSchema;
  /** The schema of `req.query`. */
  readonly query?: StandardSchema;
  /** The schema of `req.headers`, whose names are in lower case. Headers that it does not name are kept. */
  readonly headers?: StandardSchema;
  /** The schema of `req.cookies`. Cookies that it does not name are kept. */
  readonly cookies?: StandardSchema;
  /**
   * The schema of `req.signedCookies`. Cookies that it does not name are kept. A cookie with a wrong signature counts
   * as missing.
   */
  readonly signedCookies?: StandardSchema;
  /** The schema of `req.body`. */
  readonly body?: StandardSchema;
}

/** The schemas of response bodies, by status. */
export type ResponseSchemas = Readonly<Record<number, StandardSchema>>;

/** The schemas that `validate` takes: those of the request and those of the responses. */
export interface ValidateSchemas extends RequestSchemas {
  /**
   * The schemas of the bodies that later handlers send with `res.json`, by status: `{ 200: Article }`. They check the
   * value before it is converted to JSON. Responses with other statuses are not checked.
   */
  readonly response?: ResponseSchemas;
}

/** The parts of a request, in the order in which a response lists their errors. */
export const schemaParts: readonly (keyof RequestSchemas)[] = [
  "params",
  "query",
  "headers",
  "cookies",
  "signedCookies",
  "body",
];
