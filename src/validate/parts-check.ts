import type { Request, Response } from "express";
import { ValidationError } from "../errors/validation-error.ts";
import type { NegotiatedMessages } from "../messages/negotiate.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { isStandardSchema, type StandardSchema } from "../schema/standard-schema.ts";
import { type BadPart, toFieldErrors } from "./field-errors.ts";
import { mayHaveSecrets, type SecretPart } from "./may-have-secrets.ts";
import { type PartAccess, partAccess } from "./request-part.ts";
import { type RequestSchemas, type SchemaChoice, schemaParts } from "./request-schemas.ts";
import { bodyCheck, type SchemaCheck, toSchemaCheck } from "./schema-check.ts";
import type { SchemaOutcome } from "./schema-outcome.ts";

/** Checks all parts of a request, and replaces them with the parsed values or returns the error. */
export type PartsCheck = (exchange: Exchange) => Error | undefined | Promise<Error | undefined>;

/** A request that is checked. */
export interface Exchange {
  readonly req: Request;
  readonly res: Response;
  /** The object that gets the parsed values: the request itself, or one in front of it. */
  readonly target: Request;
  /** The middleware that checks it. */
  readonly handler: unknown;
}

type Negotiate = (req: Request, res: Response) => NegotiatedMessages;

/** Creates the check of these schemas. `revealed` are the parts whose errors may contain values of the schema. */
export function partsCheck(
  schemas: RequestSchemas,
  negotiate: Negotiate,
  revealed: readonly SecretPart[],
): PartsCheck {
  const parts = toParts(schemas, revealed);

  return function checkParts(exchange) {
    const { req } = exchange;
    const started = parts.map(({ access, isSecret, choose }): Started => {
      const { check, vendor } = choose(req);
      const input = access.read(req);
      return { access, vendor, isSecret, input, outcome: check(input, req) };
    });
    return started.every(isSettled)
      ? settle(started, exchange, negotiate)
      : settleLater(started, exchange, negotiate);
  };
}

interface Part {
  readonly access: PartAccess;
  readonly isSecret: boolean;
  readonly choose: (req: Request) => PreparedSchema;
}

interface PreparedSchema {
  readonly check: (value: unknown, req: Request) => ReturnType<SchemaCheck>;
  readonly vendor: string;
}

function toParts(schemas: RequestSchemas, revealed: readonly SecretPart[]): Part[] {
  return schemaParts.flatMap((name) => {
    const schema = schemas[name];
    if (!schema) return [];
    const access = partAccess[name];
    return [{ access, choose: toChoice(name, schema), isSecret: mayHaveSecrets(name, revealed) }];
  });
}

function toChoice(
  name: keyof RequestSchemas,
  schema: StandardSchema | SchemaChoice,
): Part["choose"] {
  // The schemas of some libraries are functions.
  if (isStandardSchema(schema)) {
    const fixed = prepare(name, schema);
    return () => fixed;
  }
  const prepared = new WeakMap<StandardSchema, PreparedSchema>();
  return (req) => {
    const chosen: unknown = schema(req);
    if (!isStandardSchema(chosen)) {
      throw new TypeError(
        `validate: ${name} must return a Standard Schema, got ${describeReceived(chosen)}.`,
      );
    }
    const known = prepared.get(chosen) ?? prepare(name, chosen);
    prepared.set(chosen, known);
    return known;
  };
}

function prepare(name: keyof RequestSchemas, schema: StandardSchema): PreparedSchema {
  const check = toSchemaCheck(schema);
  const { vendor } = schema["~standard"];
  return { check: name === "body" ? bodyCheck(check, schema) : check, vendor };
}

interface Started extends Pick<Part, "access" | "isSecret">, Pick<PreparedSchema, "vendor"> {
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
  exchange: Exchange,
  negotiate: Negotiate,
): Promise<Error | undefined> {
  const settled: Settled[] = [];
  // One after another, since a check never rejects: no rejection can go unhandled in the meantime.
  for (const part of started) {
    settled.push({ ...part, outcome: await part.outcome });
  }
  return settle(settled, exchange, negotiate);
}

function settle(
  parts: readonly Settled[],
  exchange: Exchange,
  negotiate: Negotiate,
): Error | undefined {
  let bad: BadPart[] | undefined;
  for (const { access, vendor, isSecret, input, outcome } of parts) {
    if (outcome.kind === "failed") return outcome.error;
    if (outcome.kind !== "valid")
      (bad ??= []).push({ in: access.in, vendor, isSecret, input, outcome });
  }
  const { req, res, target, handler } = exchange;
  if (bad) return toValidationError(bad, negotiate(req, res));
  for (const { access, outcome } of parts) {
    if (outcome.kind === "valid") access.write(target, outcome.value, handler);
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
