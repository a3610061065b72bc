import type { Violation } from "../messages/violation.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { text } from "./unwrap-errors.ts";

/** Converts a failure of superstruct, which has its limits only in its text. */
export function superstructViolation(failure: object): Violation {
  const refinement = text(failure, "refinement");
  if (refinement !== "") return ofRefinement(failure, refinement);
  const type = text(failure, "type");
  const name = types.get(type);
  if (name !== undefined) return { code: "wrong_type", params: { type: name } };
  return others.get(type) ?? { code: "invalid" };
}

/** The name of the type that a struct requires, as in the violations of zod. */
const types: ReadonlyMap<string, string> = new Map([
  ["array", "array"],
  ["bigint", "bigint"],
  ["boolean", "boolean"],
  ["date", "date"],
  ["integer", "integer"],
  ["map", "map"],
  ["number", "number"],
  ["object", "object"],
  ["record", "record"],
  ["set", "set"],
  ["string", "string"],
  ["tuple", "array"],
  ["type", "object"],
]);

const others: ReadonlyMap<string, Violation> = new Map<string, Violation>([
  ["enums", { code: "not_one_of" }],
  ["literal", { code: "not_one_of" }],
  ["never", { code: "unknown_member" }],
  ["union", { code: "no_variant_matched" }],
]);

function ofRefinement(failure: object, refinement: string): Violation {
  const value = tryReadMember(failure, "value");
  const message = text(failure, "message");
  const unit = typeof value === "string" ? "character" : "item";
  switch (refinement) {
    case "nonempty":
      return { code: "too_short", unit, params: { minimum: 1 } };
    case "empty":
      return { code: "too_long", unit, params: { maximum: 0 } };
    case "pattern":
      return { code: "bad_format" };
    case "min":
      return {
        code: "too_small",
        ...withLimit("minimum", /^Expected a \w+ greater than /, message),
      };
    case "max":
      return { code: "too_large", ...withLimit("maximum", /^Expected a \w+ less than /, message) };
    case "size":
      return ofSize(value, message);
    default:
      return { code: "invalid" };
  }
}

/** Reads the limit that follows the beginning of a text. An exclusive limit and the limit of a date are not there. */
function withLimit(name: string, beginning: RegExp, message: string): Pick<Violation, "params"> {
  const [limit] = /^or equal to -?\d[\d.]{0,20} but/.exec(message.replace(beginning, "")) ?? [];
  return limit === undefined ? {} : { params: { [name]: Number(limit.split(" ")[3]) } };
}

/** Converts a failure of a size, which is that of a text or a list, or the number itself. */
function ofSize(value: unknown, message: string): Violation {
  const limits =
    /^Expected a \w+ (?:with a (?:size|length) )?(?:of|between) `(\d{1,15})`(?: and `(\d{1,15})`)? but/.exec(
      message,
    );
  if (!limits) return { code: "invalid" };
  const minimum = Number(limits[1]);
  const maximum = Number(limits[2] ?? limits[1]);
  if (typeof value === "number")
    return value < minimum
      ? { code: "too_small", params: { minimum } }
      : { code: "too_large", params: { maximum } };
  const unit = typeof value === "string" ? "character" : "item";
  const params = minimum === maximum ? { minimum, maximum } : undefined;
  return sizeOf(value) < minimum
    ? { code: "too_short", unit, params: params ?? { minimum } }
    : { code: "too_long", unit, params: params ?? { maximum } };
}

function sizeOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return value instanceof Map || value instanceof Set ? value.size : 0;
}
