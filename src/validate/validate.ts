import type { NextFunction } from "express";
import { toError } from "../catch/thrown.ts";
import { toFieldErrors } from "./issues.ts";
import type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";
import { ValidationError } from "./validation-error.ts";

/** The schemas of a request, by part. */
export interface RequestSchemas {
  /** The schema of `req.body`; what it parses replaces what was sent. */
  readonly body: StandardSchema;
}

/** What the handlers after `validate` find in the request. */
export type Parsed<Schemas extends RequestSchemas> = {
  readonly [Part in keyof Schemas & keyof RequestSchemas]: Schemas[Part] extends StandardSchema<
    infer _Input,
    infer Output
  >
    ? Output
    : never;
};

/**
 * A middleware that types the request of the handlers after it. It names only what it changes, so that Express goes
 * on inferring the rest from the path.
 *
 * Two things in it are for the compiler. Being an intersection, it is looked at before the handlers after it, which a
 * generic call that returns a plain function is not. And the optional member, which no request has, lets Express's
 * overloads be tried a second time, when what it says of the request is known to the handlers in asyncHandler too.
 */
export type ValidatingHandler<Schemas extends RequestSchemas> = ((
  req: Parsed<Schemas> & { readonly [unset]?: never },
  res: unknown,
  next: NextFunction,
) => void) & {
  /** The schemas it checks with. */
  readonly schemas: Schemas;
};

declare const unset: unique symbol;

/**
 * Checks a request before its handler runs. The handler gets the parsed values, typed; a request that breaks a
 * rule goes to the error middleware as one ValidationError that names every bad field.
 *
 * @param schemas A schema for each part to check: zod 3.25 or 4, or any Standard Schema.
 *
 * @throws {TypeError} When a part is unknown, or a schema is none.
 *
 * @example
 * app.post("/articles", validate({ body: z.object({ title: z.string().min(1) }) }), createArticle);
 */
export function validate<Schemas extends RequestSchemas>(
  schemas: Schemas & { readonly [Part in Exclude<keyof Schemas, keyof RequestSchemas>]: never },
): ValidatingHandler<Schemas> {
  checkSchemas(schemas);
  const check = toCheck(schemas.body);
  const { vendor } = schemas.body["~standard"];

  function validate(req: { body: unknown }, _res: unknown, next: NextFunction): void {
    const input: unknown = req.body;
    let result: SchemaResult<unknown> | Promise<SchemaResult<unknown>>;
    try {
      result = check(input);
    } catch (thrown) {
      next(schemaFailure(thrown));
      return;
    }
    if (!(result instanceof Promise)) {
      finish(result, vendor, req, next);
      return;
    }
    result.then(
      (settled) => finish(settled, vendor, req, next),
      (thrown: unknown) => next(schemaFailure(thrown)),
    );
  }
  return Object.assign(validate as (req: object, res: unknown, next: NextFunction) => void, {
    schemas,
  });
}

function finish(
  result: SchemaResult<unknown>,
  vendor: string,
  req: { body: unknown },
  next: NextFunction,
): void {
  if (!result.issues) {
    req.body = result.value;
    next();
    return;
  }
  const errors = toFieldErrors("body", vendor, result.issues, req.body);
  next(new ValidationError(errors, { errorCount: Math.max(result.issues.length, errors.length) }));
}

type Check = (value: unknown) => SchemaResult<unknown> | Promise<SchemaResult<unknown>>;

/**
 * zod's Standard Schema entry first tries without waiting: a rejection in an asynchronous refinement would be
 * nobody's and end the process. Its own asynchronous entry has no such try.
 */
function toCheck(schema: StandardSchema): Check {
  const { safeParseAsync } = schema as { safeParseAsync?: unknown };
  if (schema["~standard"].vendor !== "zod" || typeof safeParseAsync !== "function") {
    return (value) => schema["~standard"].validate(value);
  }
  return async (value) => {
    const result = (await Reflect.apply(safeParseAsync, schema, [value])) as ZodResult;
    return result.success ? { value: result.data } : { issues: result.error.issues };
  };
}

type ZodResult =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

/** What a schema throws is the server's fault, but for a body nested so deep that checking it exhausts the stack. */
function schemaFailure(thrown: unknown): Error {
  if (thrown instanceof RangeError && /call stack/.test(thrown.message)) {
    return new ValidationError([
      { in: "body", pointer: "#", code: "too_deep", detail: "is nested too deeply" },
    ]);
  }
  return toError(thrown);
}

function checkSchemas(schemas: RequestSchemas): void {
  if (typeof schemas !== "object" || schemas === null) {
    throw new TypeError(
      `validate: schemas must be an object, got ${typeof schemas}. Write validate({ body: schema }).`,
    );
  }
  for (const part of Object.keys(schemas)) {
    if (part === "body") continue;
    throw new TypeError(
      `validate: ${JSON.stringify(part)} is no part of a request it checks. Write validate({ body: schema }).`,
    );
  }
  if (typeof schemas.body?.["~standard"]?.validate === "function") return;
  throw new TypeError(
    "validate: body must be a Standard Schema, such as one of zod 3.25 or 4. Write validate({ body: z.object({ … }) }).",
  );
}
