import type { NextFunction, Response } from "express";
import { InternalServerError } from "../errors/server-errors.ts";
import { toError } from "../errors/to-error.ts";
import { english } from "../messages/english.ts";
import type { SchemaIssue } from "../schema/standard-schema.ts";
import { toFieldErrors } from "./field-errors.ts";
import type { ResponseSchemas } from "./request-schemas.ts";
import { type SchemaCheck, toSchemaCheck } from "./schema-check.ts";

/** What becomes of an answer that does not fit its schema. */
export type ResponseMode = "off" | "report" | "enforce";

/** Prepares one response for its check. */
export type ResponseWatch = (res: Response, next: NextFunction) => void;

/**
 * Makes what checks the answers of handlers, by status. Only this response gets another `json`, which `send` of an
 * object calls too; Express's own stays.
 */
export function toResponseWatch(
  schemas: ResponseSchemas | undefined,
  mode: ResponseMode,
): ResponseWatch | undefined {
  if (!schemas || mode === "off") return undefined;
  const checks = new Map(
    Object.entries(schemas).map(([status, schema]) => [
      Number(status),
      { check: toSchemaCheck(schema), vendor: schema["~standard"].vendor },
    ]),
  );

  return function watch(res, next) {
    const { json } = res;
    const send = (body: unknown): Response => json.call(res, body);
    res.json = function checkedJson(body: unknown): Response {
      const found = checks.get(res.statusCode);
      if (!found) return send(body);
      const answer = { ...found, body, res, next };
      if (mode === "report") {
        void checkOnceSent(answer);
        return send(body);
      }
      void checkThenSend(answer, send);
      return res;
    };
  };
}

interface Answer {
  readonly check: SchemaCheck;
  readonly vendor: string;
  readonly body: unknown;
  readonly res: Response;
  readonly next: NextFunction;
}

async function checkThenSend(answer: Answer, send: (body: unknown) => unknown): Promise<void> {
  const { check, body, res, next } = answer;
  const status = res.statusCode;
  try {
    const result = await check(body);
    // The handler may have failed after it called json, and that failure is answered already.
    if (res.headersSent) return;
    if ("failure" in result) next(result.failure);
    else if (result.issues) next(mismatch(answer, status, result.issues));
    else send(result.value);
  } catch (thrown) {
    next(toError(thrown));
  }
}

/** The error handler finds an answer that is finished, so it reports and leaves the answer alone. */
async function checkOnceSent(answer: Answer): Promise<void> {
  const { check, body, res, next } = answer;
  const status = res.statusCode;
  // Not "finish": a client that leaves early hides no mismatch.
  const closed = new Promise<void>((resolve) => {
    res.once("close", resolve);
  });
  const result = await check(body);
  await closed;
  if ("failure" in result) next(result.failure);
  else if (result.issues) next(mismatch(answer, status, result.issues));
}

/** What is wrong is the operator's to know: a 5xx lists no fields to the client. */
function mismatch(
  { vendor, body }: Answer,
  status: number,
  issues: readonly SchemaIssue[],
): InternalServerError {
  const { errors, errorCount } = toFieldErrors(
    [{ in: "body", vendor, input: body, issues }],
    english,
  );
  return new InternalServerError(`The answer with status ${status} does not fit its schema.`, {
    context: {
      response: {
        status,
        errors: errors.map(({ pointer, code, detail }) => ({ pointer, code, detail })),
        errorCount,
      },
    },
  });
}
