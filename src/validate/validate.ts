import type { NextFunction, Request, Response } from "express";
import type { RequestPart } from "../errors/field-error.ts";
import { toError } from "../errors/to-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { messageNegotiator, type NegotiatedMessages } from "../messages/negotiate.ts";
import { rememberOrigin } from "../request/route.ts";
import { type BadPart, toFieldErrors } from "./field-errors.ts";
import { toJsonSchemas } from "./json-schemas.ts";
import { type PartAccess, partAccess } from "./request-part.ts";
import { type RequestSchemas, schemaParts, type ValidateSchemas } from "./request-schemas.ts";
import { toResponseWatch } from "./response-check.ts";
import { type SchemaCheck, toSchemaCheck, bodyCheck } from "./schema-check.ts";
import type { SchemaOutcome } from "./schema-outcome.ts";
import { unparsedBodyError } from "./unparsed-body-error.ts";
import { checkArguments, type ValidateOptions } from "./validate-options.ts";
import type { ValidatingHandler } from "./validating-handler.ts";

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
 * @param options The media types of the body, the languages of messages, and the handling of invalid responses.
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
export function validate<Schemas extends ValidateSchemas>(
  schemas: Schemas & { readonly [Name in Exclude<keyof Schemas, keyof ValidateSchemas>]: never },
  options: ValidateOptions = {},
): ValidatingHandler<Schemas> {
  checkArguments(schemas, options);
  const parts = toParts(schemas, options.revealRules ?? []);
  const negotiate = messageNegotiator(options.languages);
  const watchResponse = toResponseWatch(schemas.response, options.responseMode ?? "enforce");
  const accept = schemas.body ? (options.accept ?? ["application/json"]) : undefined;

  function conclude(
    error: Error | undefined,
    req: Request,
    res: Response,
    next: NextFunction,
  ): void {
    if (error) {
      fail(error, req, next);
      return;
    }
    watchResponse?.(res, next);
    next();
  }

  function validate(req: Request, res: Response, next: NextFunction): void {
    const unparsed = accept && unparsedBodyError(req, accept);
    if (unparsed) {
      fail(unparsed, req, next);
      return;
    }
    let checked: Error | undefined | Promise<Error | undefined>;
    try {
      checked = checkParts(parts, { req, res, negotiate, handler: validate });
    } catch (thrown) {
      fail(toError(thrown), req, next);
      return;
    }
    if (checked instanceof Promise) {
      checked.then(
        (error) => conclude(error, req, res, next),
        (thrown: unknown) => fail(toError(thrown), req, next),
      );
    } else conclude(checked, req, res, next);
  }
  // Express calls it with its own request and response, which have every member that is read.
  const handler = validate as (req: object, res: unknown, next: NextFunction) => void;
  return Object.assign(handler, {
    accept: accept ?? [],
    schemas: Object.freeze({ ...schemas }),
    jsonSchemas: () => toJsonSchemas(schemas),
  });
}

function fail(error: Error, req: Request, next: NextFunction): void {
  // So that the record has the pattern of the route, with the paths of all apps around it.
  rememberOrigin(req);
  next(error);
}

/** A request that is checked. */
interface Checking {
  readonly req: Request;
  readonly res: Response;
  readonly negotiate: (req: Request, res: Response) => NegotiatedMessages;
  /** The middleware that checks it. */
  readonly handler: unknown;
}

interface Part {
  readonly access: PartAccess;
  readonly check: (value: unknown, req: Request) => ReturnType<SchemaCheck>;
  readonly vendor: string;
  readonly isSecret: boolean;
}

function toParts(schemas: RequestSchemas, revealed: readonly RequestPart[]): Part[] {
  return schemaParts.flatMap((name) => {
    const schema = schemas[name];
    if (!schema) return [];
    const { vendor } = schema["~standard"];
    const check = toSchemaCheck(schema);
    const within = name === "body" ? bodyCheck(check, schema) : check;
    const access = partAccess[name];
    return [{ access, check: within, vendor, isSecret: mayHaveSecrets(access.in, revealed) }];
  });
}

/** Returns true for headers and cookies, whose schemas may contain secrets, unless their rules are revealed. */
function mayHaveSecrets(part: RequestPart, revealed: readonly RequestPart[]): boolean {
  return (part === "headers" || part === "cookies") && !revealed.includes(part);
}

/** Checks all parts, and replaces them with the parsed values or returns the error. */
function checkParts(
  parts: readonly Part[],
  checking: Checking,
): Error | undefined | Promise<Error | undefined> {
  const started: Started[] = [];
  for (const { access, check, vendor, isSecret } of parts) {
    const input = access.read(checking.req);
    started.push({ access, vendor, isSecret, input, outcome: check(input, checking.req) });
  }
  return started.every(isSettled) ? settle(started, checking) : settleLater(started, checking);
}

interface Started extends Pick<Part, "access" | "vendor" | "isSecret"> {
  readonly input: unknown;
  readonly outcome: SchemaOutcome | Promise<SchemaOutcome>;
}
interface Settled extends Started {
  readonly outcome: SchemaOutcome;
}

function isSettled(part: Started): part is Settled {
  return !(part.outcome instanceof Promise);
}

async function settleLater(
  started: readonly Started[],
  checking: Checking,
): Promise<Error | undefined> {
  const settled: Settled[] = [];
  // One after another, since a check never rejects: no rejection can go unhandled in the meantime.
  for (const part of started) {
    settled.push({ ...part, outcome: await part.outcome });
  }
  return settle(settled, checking);
}

function settle(
  parts: readonly Settled[],
  { req, res, negotiate, handler }: Checking,
): Error | undefined {
  let bad: BadPart[] | undefined;
  for (const { access, vendor, isSecret, input, outcome } of parts) {
    if (outcome.kind === "failed") return outcome.error;
    if (outcome.kind !== "valid")
      (bad ??= []).push({ in: access.in, vendor, isSecret, input, outcome });
  }
  if (bad) return toValidationError(bad, negotiate(req, res));
  for (const { access, outcome } of parts) {
    if (outcome.kind === "valid") access.write(req, outcome.value, handler);
  }
  return undefined;
}

function toValidationError(
  bad: readonly BadPart[],
  { messages, language }: NegotiatedMessages,
): ValidationError {
  const { errors, errorCount } = toFieldErrors(bad, messages);
  return new ValidationError(errors, {
    errorCount,
    message: messages.summary(errorCount),
    headers: language === undefined ? undefined : { "Content-Language": language },
  });
}
