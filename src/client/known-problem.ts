import type { AnyErrorFactory } from "../raise/error-factory.ts";
import type { FieldError } from "../raise/field-error.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import { publicData, type PublicData } from "../raise/public-data.ts";
import { isReserved } from "../raise/reserved.ts";

type Members = Readonly<Record<string, unknown>>;

/** Gives the problem as declared, or why it is not one that was. */
export function toKnownProblem(
  status: number,
  members: Members,
  errors: object | undefined,
): object | "unlisted" | "mismatch" | "no_problem" {
  const { code, type, title } = members;
  if (typeof code !== "string" || typeof type !== "string") {
    return isProblem(members) ? "unlisted" : "no_problem";
  }
  const factory = factoryOf(errors, code);
  if (!factory) return "unlisted";
  if (!hasStatus(factory, status) || !hasType(factory, type)) return "mismatch";
  const data = declaredData(factory, members);
  if (!data) return "mismatch";
  return {
    ...data,
    known: true,
    type,
    title: typeof title === "string" ? title : factory.title,
    status,
    code,
    ...optional(members, "detail", isText),
    ...(Array.isArray(members["errors"]) && { errors: members["errors"].filter(isFieldError) }),
    ...optional(members, "errorCount", Number.isSafeInteger),
    ...optional(members, "requestId", isText),
    ...optional(members, "traceId", isText),
  };
}

/** RFC 9457 requires no member; one that says which problem it is tells a problem from other JSON. */
function isProblem({ type, title, status }: Members): boolean {
  return typeof type === "string" || (typeof title === "string" && typeof status === "number");
}

/** Finds the factory of a code that came over the wire. */
export function factoryOf(errors: object | undefined, code: string): AnyErrorFactory | undefined {
  // `lock` and what objects inherit are no codes, whatever the wire says.
  if (!errors || !Object.prototype.propertyIsEnumerable.call(errors, code)) return undefined;
  return (errors as Record<string, AnyErrorFactory>)[code];
}

/** The status of HTTP is the one that counts; `validationStatus: 422` is the one option that changes it. */
function hasStatus(factory: AnyErrorFactory, status: number): boolean {
  return factory.status === status || (factory.code === "validation_failed" && status === 422);
}

/** Another server may have the code and mean something else; its type says so. */
function hasType({ base, code }: AnyErrorFactory, type: string): boolean {
  if (base !== undefined) return type === base + code;
  return type.endsWith(code) && !/\w/.test(type.at(-code.length - 1) ?? "");
}

/** Gives the declared members of a body; undefined when they do not fit the declaration. */
export function declaredData(
  { code, data: schema }: AnyErrorFactory,
  members: Members,
): PublicData | undefined {
  if (!schema) return {};
  // A schema may refuse what it does not know; a newer server may send more.
  const { properties } = jsonSchemaOf(schema, "output") ?? {};
  const own = Object.entries(members).filter(
    ([name]) => !isReserved(name) && (!properties || Object.hasOwn(properties, name)),
  );
  try {
    return publicData(code, schema)(Object.fromEntries(own));
  } catch {
    return undefined;
  }
}

function optional(
  members: Members,
  name: string,
  accepts: (value: unknown) => boolean,
): Members | undefined {
  return accepts(members[name]) ? { [name]: members[name] } : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isFieldError(value: unknown): value is FieldError {
  if (typeof value !== "object" || value === null) return false;
  const { in: part, pointer, code, detail } = value as Members;
  return [part, pointer, code, detail].every(isText);
}
