import { type ErrorHeaders, HttpError } from "../errors/http-error.ts";
import { isErrorStatus } from "../errors/status.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of boom, which are declared for the client: their status and headers, and the message
 * of a 4xx. `data` is not sent.
 *
 * @example
 * app.use(errorHandler({ mappers: [boom()] }));
 */
export function boom(): ErrorMapper {
  return toMapper((found, { thrown }) => {
    const output = tryReadMember(found, "output");
    if (tryReadMember(found, "isBoom") !== true) return undefined;
    if (typeof output !== "object" || output === null) return undefined;
    const status = tryReadMember(output, "statusCode");
    if (!isErrorStatus(status)) return undefined;
    const headers = readHeaders(tryReadMember(output, "headers"));
    const message = status < 500 ? messageOf(output) : undefined;
    return new HttpError(status, message, { cause: thrown, headers });
  });
}

/** Returns the message of the payload, unless it only repeats the name of the status. */
function messageOf(output: object): string | undefined {
  const payload = tryReadMember(output, "payload");
  if (typeof payload !== "object" || payload === null) return undefined;
  const message = text(payload, "message");
  return message === "" || message === text(payload, "error") ? undefined : message;
}

function readHeaders(headers: unknown): ErrorHeaders | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const known = Object.keys(headers).flatMap((name) => {
    const value = tryReadMember(headers, name);
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
