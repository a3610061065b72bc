import type { NextFunction, Request, Response } from "express";
import { toError } from "../errors/to-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { type Texts, toTextChooser } from "../messages/negotiate.ts";
import { checkArguments, type ValidateOptions } from "./check-arguments.ts";
import { type BadPart, toFieldErrors } from "./field-errors.ts";
import { toJsonSchemas } from "./json-schemas.ts";
import { type PartAccess, partAccess } from "./request-part.ts";
import { type RequestSchemas, schemaParts, type ValidateSchemas } from "./request-schemas.ts";
import { toResponseWatch } from "./response-check.ts";
import {
  type SchemaCheck,
  type SchemaOutcome,
  toSchemaCheck,
  withinDepth,
} from "./schema-check.ts";
import { unparsedBodyError } from "./unparsed-body-error.ts";
import type { ValidatingHandler } from "./validating-handler.ts";

/**
 * Checks a request before its handler runs. The handler gets the parsed values, typed; a request that breaks a rule
 * goes to the error middleware as one ValidationError that names every bad field of every part. Then nothing is
 * written back.
 *
 * A second `validate` of the same part gets what the first one made of it. Behind `app.route(path)` Express's types
 * give `req.body`, headers and cookies as they declare them; in a bare handler, headers and cookies.
 *
 * @param schemas A schema for each part to check: zod 3.25 or 4, or any Standard Schema, synchronous or not; and, in
 *   `response`, for answers by status.
 * @param options The media types of the body, the languages of the texts, and how strict the answers' check is.
 *
 * @throws {TypeError} When a part or an option is unknown, or a schema is none.
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
  schemas: Schemas & { readonly [Part in Exclude<keyof Schemas, keyof ValidateSchemas>]: never },
  options: ValidateOptions = {},
): ValidatingHandler<Schemas> {
  checkArguments(schemas, options);
  const parts = toParts(schemas);
  const chooseTexts = toTextChooser(options.languages);
  const watchResponse = toResponseWatch(schemas.response, options.responseMode ?? "enforce");
  const accept = schemas.body ? (options.accept ?? ["application/json"]) : undefined;

  function conclude(error: Error | undefined, res: Response, next: NextFunction): void {
    if (error) {
      next(error);
      return;
    }
    watchResponse?.(res, next);
    next();
  }

  function validate(req: Request, res: Response, next: NextFunction): void {
    const unread = accept && unparsedBodyError(req, accept);
    if (unread) {
      next(unread);
      return;
    }
    let checked: Error | undefined | Promise<Error | undefined>;
    try {
      checked = checkParts(parts, req, res, chooseTexts);
    } catch (thrown) {
      next(toError(thrown));
      return;
    }
    if (checked instanceof Promise) {
      checked.then(
        (error) => conclude(error, res, next),
        (thrown: unknown) => next(toError(thrown)),
      );
    } else conclude(checked, res, next);
  }
  // Express passes its own request and response, which have all parts.
  const handler = validate as (req: object, res: unknown, next: NextFunction) => void;
  return Object.assign(handler, {
    accept: accept ?? [],
    schemas: Object.freeze({ ...schemas }),
    jsonSchemas: () => toJsonSchemas(schemas),
  });
}

type ChooseTexts = (req: Request, res: Response) => Texts;

interface Part {
  readonly access: PartAccess;
  readonly check: (value: unknown, req: Request) => ReturnType<SchemaCheck>;
  readonly vendor: string;
}

function toParts(schemas: RequestSchemas): Part[] {
  return schemaParts.flatMap((name) => {
    const schema = schemas[name];
    if (!schema) return [];
    const { vendor } = schema["~standard"];
    const check = toSchemaCheck(schema);
    const within = name === "body" ? withinDepth(check, schema) : check;
    return [{ access: partAccess[name], check: within, vendor }];
  });
}

/** Gives the error that the request, or a schema of its own, deserves; or writes all parts back. */
function checkParts(
  parts: readonly Part[],
  req: Request,
  res: Response,
  chooseTexts: ChooseTexts,
): Error | undefined | Promise<Error | undefined> {
  const started: Started[] = [];
  for (const { access, check, vendor } of parts) {
    const input = access.read(req);
    started.push({ access, vendor, input, outcome: check(input, req) });
  }
  return started.every(isSettled)
    ? settle(started, req, res, chooseTexts)
    : settleLater(started, req, res, chooseTexts);
}

interface Started extends Pick<Part, "access" | "vendor"> {
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
  req: Request,
  res: Response,
  chooseTexts: ChooseTexts,
): Promise<Error | undefined> {
  const settled: Settled[] = [];
  // A check never rejects, so none is left alone while another is waited for.
  for (const { access, vendor, input, outcome } of started) {
    settled.push({ access, vendor, input, outcome: await outcome });
  }
  return settle(settled, req, res, chooseTexts);
}

function settle(
  parts: readonly Settled[],
  req: Request,
  res: Response,
  chooseTexts: ChooseTexts,
): Error | undefined {
  let bad: BadPart[] | undefined;
  for (const { access, vendor, input, outcome } of parts) {
    if ("failure" in outcome) return outcome.failure;
    if (outcome.issues) (bad ??= []).push({ in: access.in, vendor, input, issues: outcome.issues });
  }
  if (bad) return toValidationError(bad, chooseTexts(req, res));
  for (const { access, outcome } of parts) {
    if ("value" in outcome) access.write(req, outcome.value);
  }
  return undefined;
}

function toValidationError(
  bad: readonly BadPart[],
  { messages, language }: Texts,
): ValidationError {
  const { errors, errorCount } = toFieldErrors(bad, messages);
  return new ValidationError(errors, {
    errorCount,
    message: messages.summary(errorCount),
    headers: language === undefined ? undefined : { "Content-Language": language },
  });
}
