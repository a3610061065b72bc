import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import type { PublicData } from "../catalog/public-data.ts";
import type { FieldError } from "../errors/field-error.ts";
import { texts } from "./texts.ts";

/** Gives the problem as declared, or why it is not one that was. */
export function toKnownProblem(
  status: number,
  members: PublicData,
  catalog: object | undefined,
): object | "unlisted" | "mismatch" | "no_problem" {
  const { code, type, errors, errorCount } = members;
  if (typeof code !== "string" || typeof type !== "string") {
    return isProblem(members) ? "unlisted" : "no_problem";
  }
  const factory = factoryOf(catalog, code);
  if (!factory) return "unlisted";
  const data = factory.read(status, members);
  if (!data) return "mismatch";
  return {
    ...data,
    known: true,
    type,
    title: factory.title,
    status,
    code,
    ...texts(members, ["title", "detail", "requestId", "traceId"]),
    ...(Array.isArray(errors) && { errors: errors.filter(isFieldError) }),
    ...(Number.isSafeInteger(errorCount) && { errorCount }),
  };
}

/** RFC 9457 requires no member; one that says which problem it is tells a problem from other JSON. */
function isProblem({ type, title, status }: PublicData): boolean {
  return typeof type === "string" || (typeof title === "string" && typeof status === "number");
}

/** Finds the factory of a code that came over the wire. */
export function factoryOf(errors: object | undefined, code: string): AnyErrorFactory | undefined {
  // The entries alone: `snapshot` and what objects inherit are no codes, whatever the wire says.
  return new Map<string, AnyErrorFactory>(Object.entries(errors ?? {})).get(code);
}

const described = ["in", "pointer", "code", "detail"] as const;

function isFieldError(item: unknown): item is FieldError {
  return described.every((name) => typeof (item as PublicData | null)?.[name] === "string");
}
