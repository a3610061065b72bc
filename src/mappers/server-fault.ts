import { InternalServerError } from "../errors/server-errors.ts";

/**
 * Creates the 500 of a failure that is the server's own fault. Unlike undefined, it keeps a later mapper, such as
 * `statusProperty`, from taking the failure for the client's.
 */
export function toServerFault(
  cause: unknown,
  context?: Readonly<Record<string, unknown>>,
): InternalServerError {
  return new InternalServerError(undefined, { cause, context });
}
