import { isReservedMember } from "../errors/reserved-members.ts";
import { describeReceived } from "../misuse/check-options.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import type { SchemaIssue, StandardSchema } from "../schema/standard-schema.ts";

/** The members an error may show. */
export type PublicData = Readonly<Record<string, unknown>>;

/**
 * Makes the function that reduces what was given at the throw to what the schema declares. It throws a TypeError,
 * which names the members at fault and repeats no value, for data that does not fit.
 */
export function publicData(code: string, schema: StandardSchema): (input: unknown) => PublicData {
  // Some libraries keep undeclared members unless told otherwise; the declared names are the allow-list.
  const { properties } = jsonSchemaOf(schema, "output") ?? {};

  return function toPublicData(input) {
    const result = schema["~standard"].validate(input);
    if (result instanceof Promise) {
      // At a throw nobody can wait. zod gives a promise for a check that throws, too.
      result.catch(() => {});
      throw invalidData(code, "its schema threw, or is asynchronous: write one that is neither");
    }
    if (result.issues)
      throw invalidData(code, `data does not fit its schema at ${places(result.issues)}`);
    const { value } = result;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalidData(
        code,
        `data must be an object, and its schema gave ${describeReceived(value)}`,
      );
    }
    const data: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (properties !== undefined && !Object.hasOwn(properties, name)) continue;
      if (isReservedMember(name))
        throw invalidData(code, `data has the reserved member ${describeReceived(name)}`);
      data[name] = (value as PublicData)[name];
    }
    return data;
  };
}

function invalidData(code: string, what: string): TypeError {
  return new TypeError(`errors.${code}: ${what}.`);
}

const maximumPlaces = 5;

function places(issues: readonly SchemaIssue[]): string {
  const paths = issues.slice(0, maximumPlaces).map(({ path = [] }) => {
    const keys = path.map((segment) => String(typeof segment === "object" ? segment.key : segment));
    return keys.length > 0 ? keys.join(".") : "its root";
  });
  return [...new Set(paths)].join(", ");
}

/** What of a declaration tells its problems from others. */
interface Declared {
  readonly code: string;
  readonly status: number;
  readonly typeBase: string | undefined;
  readonly data?: StandardSchema | undefined;
}

/** Takes the declared members from a problem that came over the wire; undefined when it is not the one declared. */
export function receivedData(
  declared: Declared,
  status: number,
  members: PublicData,
): PublicData | undefined {
  if (!hasStatus(declared, status) || !hasType(declared, members["type"])) return undefined;
  return declaredData(declared, members);
}

/** Takes the declared members alone; undefined when they do not fit the schema. */
export function declaredData(
  { code, data: schema }: Pick<Declared, "code" | "data">,
  members: PublicData,
): PublicData | undefined {
  if (!schema) return {};
  // A schema may refuse what it does not know; a newer server may send more.
  const { properties } = jsonSchemaOf(schema, "output") ?? {};
  const own = Object.entries(members).filter(
    ([name]) => !isReservedMember(name) && (!properties || Object.hasOwn(properties, name)),
  );
  try {
    return publicData(code, schema)(Object.fromEntries(own));
  } catch {
    return undefined;
  }
}

/** The status of HTTP is the one that counts; `validationStatus: 422` is the one option that changes it. */
function hasStatus(declared: Declared, status: number): boolean {
  return declared.status === status || (declared.code === "validation_failed" && status === 422);
}

/** Another server may have the code and mean something else; its type says so. */
function hasType({ typeBase: base, code }: Declared, type: unknown): boolean {
  if (base !== undefined) return type === base + code;
  return typeof type === "string" && type.split(/\W/).pop() === code;
}
