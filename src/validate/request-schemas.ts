import type { Request } from "express";
import type { StandardSchema } from "../schema/standard-schema.ts";

/** Returns the schema of a part for one request, such as that of the user's role. A part of the request may be unchecked. */
export type SchemaChoice = (req: Request) => StandardSchema;

/** The schemas of a request, by part, or functions that choose them. A part without a schema is not checked. */
export interface RequestSchemas {
  /** The schema of `req.params`, the parameters in the path. */
  readonly params?: StandardSchema | SchemaChoice;
  /** The schema of `req.query`. */
  readonly query?: StandardSchema | SchemaChoice;
  /** The schema of `req.headers`, whose names are in lower case. Headers that it does not name are kept. */
  readonly headers?: StandardSchema | SchemaChoice;
  /** The schema of `req.cookies`. Cookies that it does not name are kept. */
  readonly cookies?: StandardSchema | SchemaChoice;
  /**
   * The schema of `req.signedCookies`. Cookies that it does not name are kept. A cookie with a wrong signature counts
   * as missing.
   */
  readonly signedCookies?: StandardSchema | SchemaChoice;
  /** The schema of `req.body`. */
  readonly body?: StandardSchema | SchemaChoice;
  /**
   * The schema of the files that multer has read: an object with a list of files for each field. `uploadedFiles` of
   * `express-backstop/uploads` makes one. The parsed files are in `req.files`.
   */
  readonly files?: StandardSchema | SchemaChoice;
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
  "files",
];
