import type { NextFunction, Response } from "express";
import type { TypedRequestParts } from "../express/typed-request.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import type { ValidationJsonSchemas } from "./json-schemas.ts";
import type { ValidateSchemas } from "./request-schemas.ts";

/**
 * A middleware that types the request of the handlers after it. It names only what it changes, so that Express goes
 * on inferring the rest from the path.
 *
 * Two things in it are for the compiler. Being an intersection, it is looked at before the handlers after it, which a
 * generic call that returns a plain function is not. And the optional member, which no request has, makes Express's
 * overloads be tried a second time, when what it says of the request is known to the handlers in asyncHandler too.
 */
export type ValidatingHandler<Schemas extends ValidateSchemas> = ((
  req: ParsedRequest<Schemas> & { readonly [unset]?: never },
  res: [keyof Schemas & OverlaidPart] extends [never]
    ? unknown
    : { readonly locals: Response["locals"] & TypedRequestParts<ParsedOverlay<Schemas>> },
  next: NextFunction,
) => void) & {
  /** The media types of the body it takes; none when it has no schema of one. */
  readonly accept: readonly string[];
  /** The schemas it checks with, for whoever describes the API. */
  readonly schemas: Readonly<Schemas>;
  /** Describes them as JSON Schema, where their library can. */
  readonly jsonSchemas: () => ValidationJsonSchemas;
};

declare const unset: unique symbol;

/**
 * What the handlers after `validate` find in the request. Headers and cookies are typed in asyncHandler alone, for
 * Express's types have no place for them.
 */
export type ParsedRequest<Schemas extends ValidateSchemas> = {
  readonly [Part in keyof Schemas & TypedPart]: Parsed<Schemas[Part]>;
};

type ParsedOverlay<Schemas extends ValidateSchemas> = {
  readonly [Part in keyof Schemas & OverlaidPart]: Parsed<Schemas[Part]>;
};

type Parsed<Schema> = Schema extends StandardSchema<infer _Input, infer Output> ? Output : never;

type TypedPart = "params" | "query" | "body";
type OverlaidPart = "headers" | "cookies" | "signedCookies";
