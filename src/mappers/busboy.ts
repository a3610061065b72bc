import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromBusboyError } from "./busboy-error.ts";
import { toMapper } from "./to-mapper.ts";

/**
 * Creates a mapper for the errors of busboy: a malformed form is a 400, any other body a 415. busboy throws
 * plain Errors, so they count only if the request is the form that they are about.
 *
 * @example
 * app.use(errorHandler({ mappers: [busboy()] }));
 */
export function busboy(): ErrorMapper {
  return toMapper("busboy", fromBusboyError);
}
