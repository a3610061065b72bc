import { isReservedMember } from "../errors/reserved-members.ts";
import { isStatusOf } from "../errors/validation-status.ts";
import { isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { declaredNames } from "../schema/declared-names.ts";
import type { SchemaIssue, StandardSchema } from "../schema/standard-schema.ts";

/** The public members of an error. */
export type PublicData = Readonly<Record<string, unknown>>;

/**
 * Creates the function that reduces the data of a call to the members that the schema declares. If the data does not
 * fit, that function throws a TypeError, which names the invalid members but does not repeat their values.
 */
export function publicData(code: string, schema: StandardSchema): (input: unknown) => PublicData {
  // Some libraries keep undeclared members by default, so the declared names are the allow-list.
  const names = declaredNames(schema);

  return function toPublicData(input) {
    const result = schema["~standard"].validate(input);
    if (result instanceof Promise) {
      // A factory cannot wait. zod also returns a promise if a check throws.
      result.catch(() => {});
      throw invalidData(code, "its schema must be synchronous and must not throw");
    }
    if (result.issues)
      throw invalidData(code, `data does not fit its schema at ${issuePaths(result.issues)}`);
    const { value } = result;
    if (!isObject(value)) throw invalidData(code, "its schema must return an object");
    const data: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (names?.has(name) === false) continue;
      if (isReservedMember(name))
        throw invalidData(code, `data must not have the reserved member ${describeReceived(name)}`);
      data[name] = (value as PublicData)[name];
    }
    return data;
  };
}

function invalidData(code: string, reason: string): TypeError {
  return new TypeError(`errors.${code}: ${reason}.`);
}

const maximumPaths = 5;

function issuePaths(issues: readonly SchemaIssue[]): string {
  const paths = issues.slice(0, maximumPaths).map(({ path = [] }) => {
    const keys = path.map((segment) => String(typeof segment === "object" ? segment.key : segment));
    return keys.length > 0 ? keys.join(".") : "its root";
  });
  return [...new Set(paths)].join(", ");
}

/** The part of a declaration that identifies its problems. */
interface DeclaredProblem {
  readonly code: string;
  readonly status: number;
  readonly typeBase: string | undefined;
  readonly type?: string | undefined;
  readonly data?: StandardSchema | undefined;
}

/** Returns the declared members of a received problem, or undefined if it does not match the declaration. */
export function receivedData(
  declared: DeclaredProblem,
  status: number,
  members: PublicData,
): PublicData | undefined {
  if (!isStatusOf(declared, status) || !hasType(declared, members["type"])) return undefined;
  return declaredData(declared, members);
}

/** Returns the declared members, without checking status and type, or undefined if they do not fit the schema. */
export function declaredData(
  { code, data: schema }: Pick<DeclaredProblem, "code" | "data">,
  members: PublicData,
): PublicData | undefined {
  if (!schema) return {};
  // Undeclared members are dropped first: a strict schema would refuse them, and a newer server may send some.
  const names = declaredNames(schema);
  const own = Object.entries(members).filter(
    ([name]) => !isReservedMember(name) && names?.has(name) !== false,
  );
  try {
    return publicData(code, schema)(Object.fromEntries(own));
  } catch {
    return undefined;
  }
}

/** Compares the type, because another server may use the same code with another meaning. */
function hasType({ typeBase: base, type: own, code }: DeclaredProblem, type: unknown): boolean {
  if (own !== undefined) return type === own;
  if (base !== undefined) return type === base + code;
  return typeof type === "string" && type.split(/\W/).pop() === code;
}
