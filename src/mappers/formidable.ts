import { builtIn } from "../errors/built-in.ts";
import {
  BadRequestError,
  ContentTooLargeError,
  UnsupportedMediaTypeError,
} from "../errors/client-errors.ts";
import type { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toServerFault } from "./server-fault.ts";
import { toMapper } from "./to-mapper.ts";

/**
 * Creates a mapper for the errors of formidable 2 and 3: a form that exceeds a limit is a 413, a malformed one a 400, a
 * body of another type a 415.
 *
 * @example
 * app.use(errorHandler({ mappers: [formidable()] }));
 */
export function formidable(): ErrorMapper {
  return toMapper("formidable", (found, { thrown }) => {
    const code = tryReadMember(found, "code");
    if (typeof code !== "number" || typeof tryReadMember(found, "httpCode") !== "number") {
      return undefined;
    }
    if (code < 1000 || code > 1018) return undefined;
    return responses.get(code)?.(thrown) ?? toServerFault(thrown, { code });
  });
}

type Respond = (cause: unknown) => HttpError;

const responses: ReadonlyMap<number, Respond> = new Map<number, Respond>([
  [1002, badRequest("The form ended before it was complete.")],
  [1003, notSupported],
  [1006, tooLarge("The fields of the form are too large.")],
  [1007, tooLarge("The form has too many fields.")],
  [1008, badRequest("A file is too small.")],
  [1009, tooLarge("The files are too large.")],
  [1010, badRequest("A file is empty.")],
  [1011, notSupported],
  [1012, badRequest("The form is malformed.")],
  [1013, badRequest("The Content-Type of the form has no boundary.")],
  [1014, badRequest("A part has a transfer encoding that is not known.")],
  [1015, tooLarge("The form has too many files.")],
  [1016, tooLarge("A file is too large.")],
]);

function badRequest(detail: string): Respond {
  return (cause) => new BadRequestError(detail, { cause });
}

function tooLarge(detail: string): Respond {
  const { title } = builtIn.body_too_large;
  return (cause) => new ContentTooLargeError(detail, { code: "body_too_large", title, cause });
}

function notSupported(cause: unknown): HttpError {
  return new UnsupportedMediaTypeError("Send a form as multipart/form-data.", { cause });
}
