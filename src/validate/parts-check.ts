import type { Request, Response } from "express";
import { ValidationError } from "../errors/validation-error.ts";
import type { NegotiatedMessages } from "../messages/negotiate.ts";
import { type BadPart, toFieldErrors } from "./field-errors.ts";
import { mayHaveSecrets, type SecretPart } from "./may-have-secrets.ts";
import { type PartAccess, partAccess } from "./request-part.ts";
import { type RequestSchemas, schemaParts } from "./request-schemas.ts";
import { bodyCheck, type SchemaCheck, toSchemaCheck } from "./schema-check.ts";
import type { SchemaOutcome } from "./schema-outcome.ts";

/** Checks all parts of a request, and replaces them with the parsed values or returns the error. */
export type PartsCheck = (exchange: Exchange) => Error | undefined | Promise<Error | undefined>;

/** A request that is checked. */
export interface Exchange {
  readonly req: Request;
  readonly res: Response;
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
    const started: Started[] = [];
    for (const { access, check, vendor, isSecret } of parts) {
      const input = access.read(req);
      started.push({ access, vendor, isSecret, input, outcome: check(input, req) });
    }
    return started.every(isSettled)
      ? settle(started, exchange, negotiate)
      : settleLater(started, exchange, negotiate);
  };
}

interface Part {
  readonly access: PartAccess;
  readonly check: (value: unknown, req: Request) => ReturnType<SchemaCheck>;
  readonly vendor: string;
  readonly isSecret: boolean;
}

function toParts(schemas: RequestSchemas, revealed: readonly SecretPart[]): Part[] {
  return schemaParts.flatMap((name) => {
    const schema = schemas[name];
    if (!schema) return [];
    const { vendor } = schema["~standard"];
    const check = toSchemaCheck(schema);
    const within = name === "body" ? bodyCheck(check, schema) : check;
    const access = partAccess[name];
    return [{ access, check: within, vendor, isSecret: mayHaveSecrets(name, revealed) }];
  });
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
  const { req, res, handler } = exchange;
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
