import type { NextFunction, Response } from "express";
import { InternalServerError } from "../errors/server-errors.ts";
import { toError } from "../errors/to-error.ts";
import { english } from "../messages/english.ts";
import { markFirstResponse } from "../request/first-response.ts";
import { type HeldResponse, isHeld } from "../request/held-response.ts";
import { holdResponse } from "../request/hold-response.ts";
import { toFieldErrors } from "./field-errors.ts";
import type { ResponseSchemas } from "./request-schemas.ts";
import { bodySchemaCheck } from "./response-body.ts";
import type { SchemaCheck } from "./schema-check.ts";
import type { InvalidOutcome, SchemaOutcome } from "./schema-outcome.ts";

/** The handling of a response that does not match its schema. */
export type ResponseMode = "off" | "report" | "enforce";

/** Replaces the `json` method of one response by one that checks the body. */
export type ResponseWatch = (res: Response, next: NextFunction) => void;

/**
 * Creates the function that makes a response check its body, by status; undefined if there is nothing to check. It
 * replaces `res.json` of that response, which `res.send` calls too for an object. Other responses are unaffected.
 */
export function toResponseWatch(
  schemas: ResponseSchemas | undefined,
  mode: ResponseMode,
): ResponseWatch | undefined {
  if (!schemas || mode === "off") return undefined;
  const checks = new Map(
    Object.entries(schemas).map(([status, schema]) => [
      Number(status),
      { check: bodySchemaCheck(schema), vendor: schema["~standard"].vendor },
    ]),
  );

  return function watchResponse(res, next) {
    const { json } = res;
    // A made-up response, as unit tests have them, need not have the method.
    if (typeof json !== "function") return;
    const send = (body: unknown): Response => json.call(res, body);
    res.json = function checkedJson(body: unknown): Response {
      if (isHeld(res)) return res;
      const found = checks.get(res.statusCode);
      if (!found || res.headersSent) return send(body);
      const checked = { ...found, body, res, next };
      if (mode === "report") {
        void checkAfterSend(checked);
        return send(body);
      }
      return checkThenSend(checked, send);
    };
  };
}

interface CheckedResponse {
  readonly check: SchemaCheck;
  readonly vendor: string;
  readonly body: unknown;
  readonly res: Response;
  readonly next: NextFunction;
}

/** Sends a body that matches at once. Holds the response while a check runs, and before its failure is passed on. */
function checkThenSend(checked: CheckedResponse, send: (body: unknown) => Response): Response {
  const { check, body, res } = checked;
  const outcome = check(body);
  if (!(outcome instanceof Promise) && outcome.kind === "valid") return send(outcome.value);
  // A failure waits too: what the handler still does in this turn must not send another response.
  const mark = markFirstResponse(res);
  void settleHeld(checked, outcome, holdResponse(res), (value) => {
    mark();
    send(value);
  });
  return res;
}

async function settleHeld(
  checked: CheckedResponse,
  checking: SchemaOutcome | Promise<SchemaOutcome>,
  held: HeldResponse,
  send: (body: unknown) => unknown,
): Promise<void> {
  const { res, next } = checked;
  const status = res.statusCode;
  const outcome = await checking;
  // The handler may have failed after it called json; then the error handler has sent a response.
  if (!held.release()) return;
  try {
    if (outcome.kind === "valid") send(outcome.value);
    else if (outcome.kind === "failed") next(outcome.error);
    else next(mismatch(checked, status, outcome));
  } catch (thrown) {
    next(toError(thrown));
  }
}

/** Waits for the response to end. The error handler then only reports, as it cannot change the response. */
async function checkAfterSend(checked: CheckedResponse): Promise<void> {
  const { check, body, res, next } = checked;
  const status = res.statusCode;
  // Not "finish", which does not happen when the client disconnects early.
  const closed = new Promise<void>((resolve) => {
    if (typeof res.once === "function") res.once("close", resolve);
    // A made-up response, as unit tests have them, closes without notice.
    else resolve();
  });
  const outcome = await check(body);
  await closed;
  if (outcome.kind === "failed") next(outcome.error);
  else if (outcome.kind !== "valid") next(mismatch(checked, status, outcome));
}

/** Returns a 500 error that lists the fields in its context, for the record only. */
function mismatch(
  { vendor, body }: CheckedResponse,
  status: number,
  outcome: InvalidOutcome,
): InternalServerError {
  const { errors, errorCount } = toFieldErrors(
    [{ in: "body", vendor, input: body, outcome, isSecret: false }],
    english,
  );
  return new InternalServerError(`The response with status ${status} does not match its schema.`, {
    context: {
      response: {
        status,
        errors: errors.map(({ pointer, code, detail }) => ({ pointer, code, detail })),
        errorCount,
      },
    },
  });
}
