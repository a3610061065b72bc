import type { FieldError } from "../errors/field-error.ts";
import { HttpError } from "../errors/http-error.ts";
import type { Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { readReference } from "./field-reference.ts";
import { toServerFault } from "./server-fault.ts";
import { toMapper } from "./to-mapper.ts";
import { toRequestPart } from "./to-request-part.ts";
import { text } from "./unwrap-errors.ts";
import { toField, toInvalidRequest } from "./validator-error.ts";

const validator = "express-openapi-validator";

/**
 * Creates a mapper for the errors of express-openapi-validator 5, which validates requests: a 400 with the refused
 * fields, or the status of another error without its text. A response that does not match the document is a 500.
 *
 * Whatever a security handler throws becomes a 401 of express-openapi-validator with the message of what was thrown. Its
 * status stays; its message is not sent.
 *
 * @example
 * app.use(errorHandler({ mappers: [expressOpenapiValidator()] }));
 */
export function expressOpenapiValidator(): ErrorMapper {
  return toMapper("expressOpenapiValidator", (found, { thrown }) => {
    const status = statusOf(found);
    if (status === undefined) return undefined;
    const context = { validator };
    if (status >= 500 || isOfDocument(found)) return toServerFault(thrown, context);
    const fields = status === 400 ? fieldsOf(found) : [];
    if (fields.length > 0) return toInvalidRequest(fields, thrown, validator);
    return new HttpError(status, undefined, { cause: thrown, headers: allowOf(found), context });
  });
}

/** Returns the status of an error of express-openapi-validator; undefined for any other. */
function statusOf(found: object): number | undefined {
  const status = names.get(text(found, "name"));
  const isOfValidator =
    status !== undefined &&
    tryReadMember(found, "status") === status &&
    Object.hasOwn(found, "path") &&
    Object.hasOwn(found, "headers") &&
    errorsOf(found).length > 0;
  return isOfValidator ? status : undefined;
}

/** The names of the errors, which are not those of their classes. */
const names: ReadonlyMap<string, number> = new Map([
  ["Bad Request", 400],
  ["Unauthorized", 401],
  ["Forbidden", 403],
  ["Not Found", 404],
  ["Method Not Allowed", 405],
  ["Not Acceptable", 406],
  ["Request Entity Too Large", 413],
  ["Unsupported Media Type", 415],
  ["Internal Server Error", 500],
]);

function errorsOf(found: object): readonly object[] {
  const errors = tryReadMember(found, "errors");
  if (!Array.isArray(errors)) return [];
  return errors.filter((error) => typeof error === "object" && error !== null);
}

/** Returns true for a mistake in the document, which is found at the first request and called a bad request. */
function isOfDocument(found: object): boolean {
  return /^(?:Parameter '\w+' has incorrect value |No available parameter in )/.test(
    text(found, "message"),
  );
}

function fieldsOf(found: object): readonly FieldError[] {
  return errorsOf(found).flatMap((error) => {
    // Without a code, the path may be that of the request.
    if (text(error, "errorCode") === "" && !ofQuery.test(text(error, "message"))) return [];
    const reference = readReference(text(error, "path"));
    const [name, ...path] = reference && "path" in reference ? reference.path : [];
    const part = toRequestPart(name);
    return part ? [toField(part, path, violationOf(error))] : [];
  });
}

/** The checks of the query that have no code. */
const ofQuery =
  /^(?:Unknown query parameter |Empty value found for |Parameter '.*' must be url encoded)/;

function violationOf(error: object): Violation {
  const code = text(error, "errorCode");
  if (code === "" && text(error, "message").startsWith("Unknown query parameter "))
    return { code: "unknown_member" };
  const violation = keywords.get(code.replace(/\.openapi\.validation$/, ""));
  return { code: violation ?? "invalid" };
}

/** The code for each keyword of JSON Schema. Its value is only in the text. */
const keywords: ReadonlyMap<string, Violation["code"]> = new Map<string, Violation["code"]>([
  ["required", "required"],
  ["additionalProperties", "unknown_member"],
  ["unevaluatedProperties", "unknown_member"],
  ["readOnly", "unknown_member"],
  ["type", "wrong_type"],
  ["enum", "not_one_of"],
  ["const", "not_one_of"],
  ["format", "bad_format"],
  ["pattern", "bad_format"],
  ["minLength", "too_short"],
  ["minItems", "too_short"],
  ["minProperties", "too_short"],
  ["maxLength", "too_long"],
  ["maxItems", "too_long"],
  ["maxProperties", "too_long"],
  ["minimum", "too_small"],
  ["exclusiveMinimum", "too_small"],
  ["maximum", "too_large"],
  ["exclusiveMaximum", "too_large"],
  ["multipleOf", "not_multiple_of"],
  ["anyOf", "no_variant_matched"],
  ["oneOf", "no_variant_matched"],
]);

/** Returns the Allow of a 405, which is made of the methods that the document has for the path. */
function allowOf(found: object): { readonly Allow: string } | undefined {
  const headers = tryReadMember(found, "headers");
  if (typeof headers !== "object" || headers === null) return undefined;
  const allow = text(headers, "Allow");
  return allow === "" ? undefined : { Allow: allow };
}
