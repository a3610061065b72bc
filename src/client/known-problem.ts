import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import type { PublicData } from "../catalog/public-data.ts";
import type { FieldError } from "../errors/field-error.ts";
import { pickGuidance } from "./guidance.ts";
import { pickStrings } from "./pick-strings.ts";

/** Returns the problem as the catalog declares it, or the reason why it is unknown. */
export function toKnownProblem(
  status: number,
  members: PublicData,
  catalog: object | undefined,
): object | "unlisted" | "mismatch" | "no_problem" {
  const { code, type } = members;
  if (typeof code !== "string" || typeof type !== "string") {
    return isProblem(members) ? "unlisted" : "no_problem";
  }
  const factory = factoryOf(catalog, code);
  if (!factory) return "unlisted";
  const data = factory.read(status, members);
  if (!data) return "mismatch";
  return {
    ...pickGuidance(members),
    ...data,
    known: true,
    type,
    title: factory.title,
    status,
    code,
    ...pickStrings(members, ["title", "detail", "instance", "requestId", "traceId"]),
    ...pickFields(members),
  };
}

/** Returns the invalid fields of a received problem, without members of another type. */
export function pickFields({ errors, errorCount }: PublicData): {
  readonly errors?: readonly FieldError[];
  readonly errorCount?: number;
} {
  return {
    ...(Array.isArray(errors) && { errors: errors.filter(isFieldError) }),
    ...(Number.isSafeInteger(errorCount) && { errorCount: errorCount as number }),
  };
}

/** Distinguishes a problem from other JSON. No member of a problem is required (RFC 9457 §3.1), but one must identify it. */
function isProblem({ type, title, status }: PublicData): boolean {
  return typeof type === "string" || (typeof title === "string" && typeof status === "number");
}

/** Returns the factory of a received code. */
export function factoryOf(errors: object | undefined, code: string): AnyErrorFactory | undefined {
  // Only own enumerable properties are codes: `snapshot` and inherited properties are not.
  return new Map<string, AnyErrorFactory>(Object.entries(errors ?? {})).get(code);
}

const fieldErrorMembers = ["in", "pointer", "code", "detail"] as const;

function isFieldError(item: unknown): item is FieldError {
  const field = item as PublicData | null;
  const also: unknown = field?.["also"] ?? [];
  const texts = fieldErrorMembers.map((name) => field?.[name]).concat(also);
  return Array.isArray(also) && texts.every((text) => typeof text === "string");
}
