import type { NextFunction, Request, Response } from "express";
import { toError } from "../errors/to-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { messageNegotiator } from "../messages/negotiate.ts";
import { rememberOrigin } from "../request/route.ts";
import { toJsonSchemas } from "./json-schemas.ts";
import { type Exchange, partsCheck } from "./parts-check.ts";
import { schemaParts, type ValidateSchemas } from "./request-schemas.ts";
import { toResponseWatch } from "./response-check.ts";
import { unparsedBodyError } from "./unparsed-body-error.ts";
import {
  type InvalidRequestMode,
  resolveValidateOptions,
  type ValidateOptions,
} from "./validate-options.ts";
import type { HandlerOfMode } from "./validating-handler.ts";

/**
 * Creates a middleware that checks the parts of a request and replaces them with the parsed values, which later
 * handlers get with the types of the schemas.
 *
 * If any part is invalid, it passes one `ValidationError`, listing the invalid fields of all parts, to the error
 * middleware. The request then stays unchanged. With `response`, it also checks the bodies that later handlers send.
 *
 * A second `validate` of the same part gets the values that the first one parsed. Headers and cookies are typed in
 * handlers inside `asyncHandler`. With `app.route(path).post(validate(…), …)`, they and the body keep Express's types.
 *
 * @param schemas The schema of each part to check, and those of responses by status: schemas of zod 3.25 or 4, or of
 *   any library with Standard Schema, synchronous or asynchronous.
 * @param options The media types of the body, the languages of messages, and the handling of invalid requests and
 *   responses.
 *
 * @throws {TypeError} If a part or an option is unknown, or a schema is not a Standard Schema.
 *
 * @example
 * app.put(
 *   "/articles/:id",
 *   validate({ params: z.object({ id: z.uuid() }), body: Article }),
 *   asyncHandler(async (req, res) => {
 *     res.json(await articles.update(req.params.id, req.body));
 *   }),
 * );
 */
export function validate<Schemas extends ValidateSchemas, Mode extends InvalidRequestMode = "fail">(
  schemas: Schemas & { readonly [Name in Exclude<keyof Schemas, keyof ValidateSchemas>]: never } & {
    readonly "~standard"?: never;
  },
  options: ValidateOptions<Mode> = {},
): HandlerOfMode<Schemas, Mode> {
  const { accept, languages, responseMode, revealRules, goesOn } = resolveValidateOptions(
    schemas,
    options,
  );
  const results = new WeakMap<object, object>();
  const negotiate = messageNegotiator(languages);
  const checkParts = partsCheck(schemas, negotiate, revealRules);
  const watchResponse = toResponseWatch(schemas.response, responseMode);

  function conclude(
    error: Error | undefined,
    { req, res, target }: Exchange,
    next: NextFunction,
  ): void {
    if (goesOn && (!error || error instanceof ValidationError)) {
      const parts = schemaParts
        .filter((part) => schemas[part])
        .map((part) => [part, Reflect.get(target, part) as unknown]);
      results.set(
        req,
        error ? { valid: false, error } : { valid: true, ...Object.fromEntries(parts) },
      );
    } else if (error) {
      fail(error, req, next);
      return;
    }
    watchResponse?.(res, next);
    next();
  }

  function validate(req: Request, res: Response, next: NextFunction): void {
    let checked: Error | undefined | Promise<Error | undefined>;
    const target = goesOn ? (Object.create(req) as Request) : req;
    const exchange = { req, res, target, handler: validate };
    try {
      const unparsed = accept.length > 0 && unparsedBodyError(req, accept);
      checked = unparsed || checkParts(exchange);
    } catch (thrown) {
      fail(toError(thrown), req, next);
      return;
    }
    if (checked instanceof Promise) {
      checked.then(
        (error) => conclude(error, exchange, next),
        (thrown: unknown) => fail(toError(thrown), req, next),
      );
    } else conclude(checked, exchange, next);
  }
  // Express calls it with its own request and response, which have every member that is read.
  const handler = validate as (req: object, res: unknown, next: NextFunction) => void;
  const described = Object.assign(handler, {
    accept,
    schemas: Object.freeze({ ...schemas }),
    revealRules,
    jsonSchemas: () => toJsonSchemas(schemas, revealRules),
    ...(goesOn && { resultOf: (req: object) => results.get(req) ?? notChecked() }),
  });
  // The mode of the options decides whether there is resultOf, and which types the request has.
  return described as unknown as HandlerOfMode<Schemas, Mode>;
}

function notChecked(): never {
  throw new Error(
    "validate: resultOf got a request that this middleware has not checked. Mount the middleware in front of the handler.",
  );
}

function fail(error: Error, req: Request, next: NextFunction): void {
  // So that the record has the pattern of the route, with the paths of all apps around it.
  rememberOrigin(req, "validate");
  next(error);
}
