import type { NextFunction, Response } from "express";
import type { ValidationError } from "../errors/validation-error.ts";
import type { TypedRequestParts } from "../express/typed-request.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import type { ValidationJsonSchemas } from "./json-schemas.ts";
import type { RequestSchemas, ValidateSchemas } from "./request-schemas.ts";
import type { InvalidRequestMode } from "./validate-options.ts";

/**
 * The middleware that `validate` returns. It types the request of the handlers after it, and declares only the members
 * that it changes, so that Express infers the others from the path.
 *
 * Two details steer TypeScript's inference; `test/validate/validate.test-d.ts` fails without either. The type is an
 * intersection and not an interface with a call signature, so that TypeScript resolves it before the handlers after it.
 * And the request has an optional member that does not exist, so that TypeScript tries Express's overloads a second
 * time, when it knows the types for handlers in asyncHandler too.
 */
export type ValidatingHandler<Schemas extends ValidateSchemas> = ((
  req: ParsedRequest<Schemas> & { readonly [unset]?: never },
  res: [keyof Schemas & AddedPart] extends [never]
    ? unknown
    : { readonly locals: Response["locals"] & TypedRequestParts<AddedParts<Schemas>> },
  next: NextFunction,
) => void) &
  DescribedHandler<Schemas>;

/** The members of a middleware of `validate`, for tools that document the API. */
export interface DescribedHandler<Schemas extends ValidateSchemas> {
  /** The accepted media types of the body; empty if there is no schema of the body. */
  readonly accept: readonly string[];
  /** The schemas. */
  readonly schemas: Readonly<Schemas>;
  /** The parts whose schemas contain no secrets; see the option of this name. */
  readonly revealRules: readonly ("headers" | "cookies")[];
  /**
   * Converts the schemas to JSON Schema; those that cannot be converted are omitted. Those of headers and cookies have no
   * values, unless `revealRules` names them.
   */
  readonly jsonSchemas: () => ValidationJsonSchemas;
}

/** The middleware that `validate` returns: with `onInvalid: "next"` a `CheckingHandler`, otherwise a `ValidatingHandler`. */
export type HandlerOfMode<Schemas extends ValidateSchemas, Mode extends InvalidRequestMode> = [
  Mode,
] extends ["next"]
  ? CheckingHandler<Schemas>
  : ValidatingHandler<Schemas>;

/** The middleware of `validate` with `onInvalid: "next"`, after which the request is as it was. */
export interface CheckingHandler<
  Schemas extends ValidateSchemas,
> extends DescribedHandler<Schemas> {
  (req: object, res: unknown, next: NextFunction): void;
  /**
   * Returns the parsed parts of a request, or what is wrong with it.
   *
   * @throws {Error} If this middleware has not checked the request.
   */
  readonly resultOf: (req: object) => CheckResult<Schemas>;
}

/** The parsed parts of a valid request, or the error of an invalid one. */
export type CheckResult<Schemas extends ValidateSchemas> =
  | ({ readonly valid: true } & {
      readonly [Part in keyof Schemas & keyof RequestSchemas]: Parsed<Schemas[Part]>;
    })
  | { readonly valid: false; readonly error: ValidationError };

declare const unset: unique symbol;

/** The parsed parts whose types Express passes to later handlers. */
export type ParsedRequest<Schemas extends ValidateSchemas> = {
  readonly [Part in keyof Schemas & ExpressPart]: Parsed<Schemas[Part]>;
};

/** The parsed parts whose types it does not pass on; see `typed-request.ts`. */
export type AddedParts<Schemas extends ValidateSchemas> = {
  readonly [Part in keyof Schemas & AddedPart]: Parsed<Schemas[Part]>;
};

type Parsed<Schema> =
  Schema extends StandardSchema<infer _Input, infer Output>
    ? Output
    : Schema extends (req: never) => infer Chosen
      ? Parsed<Chosen>
      : never;

type ExpressPart = "params" | "query" | "body";
type AddedPart = "headers" | "cookies" | "signedCookies" | "files";
