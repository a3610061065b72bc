import type { SchemaIssue, StandardSchema } from "../schema/standard-schema.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import { isReserved } from "../errors/reserved-members.ts";
import { shown } from "../misuse/shown.ts";

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
      throw misfit(code, "its schema threw, or is asynchronous: write one that is neither");
    }
    if (result.issues)
      throw misfit(code, `data does not fit its schema at ${places(result.issues)}`);
    const { value } = result;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw misfit(code, `data must be an object, and its schema gave ${shown(value)}`);
    }
    const data: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (properties !== undefined && !Object.hasOwn(properties, name)) continue;
      if (isReserved(name)) throw misfit(code, `data has the reserved member ${shown(name)}`);
      data[name] = (value as PublicData)[name];
    }
    return data;
  };
}

function misfit(code: string, what: string): TypeError {
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
