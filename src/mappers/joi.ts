import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { readJoiError } from "./joi-issues.ts";
import { toMapper } from "./to-mapper.ts";
import { toRequestPart } from "./to-request-part.ts";
import { toField, toInvalidRequest, toValidatorError } from "./validator-error.ts";

/**
 * Creates a mapper for the errors of joi and celebrate. An error of joi is a 400 if the validated object is a part of
 * this request, or else a 500. celebrate only ever validates the request.
 *
 * @example
 * app.use(errorHandler({ mappers: [joi()] }));
 */
export function joi(): ErrorMapper {
  return toMapper("joi", (found, context) => {
    const fields = fieldsOfCelebrate(found);
    if (fields) return toInvalidRequest(fields, context.thrown, "celebrate");
    const issues = readJoiError(found);
    if (!issues) return undefined;
    const input = tryReadMember(found, "_original");
    return toValidatorError({ validator: "joi", issues, input, onlySameObject: true }, context);
  });
}

/** Returns the fields of an error of celebrate, which has an error of joi for each segment; undefined for any other. */
function fieldsOfCelebrate(found: object): readonly ReturnType<typeof toField>[] | undefined {
  const fields: ReturnType<typeof toField>[] = [];
  for (const [segment, error] of entriesOf(tryReadMember(found, "details"))) {
    const part = toRequestPart(segment);
    const issues = typeof error === "object" && error !== null ? readJoiError(error) : undefined;
    if (!part || !issues) return undefined;
    for (const { path, violation } of issues) fields.push(toField(part, path, violation));
  }
  return fields.length > 0 ? fields : undefined;
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  try {
    return value instanceof Map ? [...value] : [];
  } catch {
    // A revoked proxy throws already when it is asked for its prototype.
    return [];
  }
}
