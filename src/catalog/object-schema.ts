import type { StandardSchema } from "../schema/standard-schema.ts";

/** The types of members that `objectSchema` supports. */
export type MemberType = "integer" | "string" | "strings";

/**
 * Creates the schema of an object without a library. It implements Standard Schema and Standard JSON Schema.
 *
 * @param examples Values for documentation, by member. Default: none.
 */
export function objectSchema<Data extends object>(
  required: Readonly<Record<string, MemberType>>,
  optional: Readonly<Record<string, MemberType>> = {},
  examples: Partial<Data> = {},
): StandardSchema<Data> {
  const types = { ...required, ...optional };

  function validate(
    value: unknown,
  ): { value: Data } | { issues: { message: string; path: string[] }[] } {
    const given: Readonly<Record<string, unknown>> = { ...(value as object) };
    const issues = Object.entries(types)
      .filter(([name, type]) =>
        given[name] === undefined ? Object.hasOwn(required, name) : !accepts[type](given[name]),
      )
      .map(([name, type]) => ({ message: `must be of type ${type}`, path: [name] }));
    if (issues.length > 0) return { issues };
    const entries = Object.keys(types)
      .filter((name) => given[name] !== undefined)
      .map((name) => [name, given[name]]);
    // `Data` declares these members and types, and each has been checked.
    return { value: Object.fromEntries(entries) as Data };
  }

  const exampleOf = new Map<string, unknown>(Object.entries(examples));
  const properties = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      exampleOf.has(name)
        ? { ...jsonTypes[type], examples: [exampleOf.get(name)] }
        : jsonTypes[type],
    ]),
  );
  const jsonSchema = { type: "object", properties, required: Object.keys(required) };
  const standard = {
    version: 1,
    vendor: "express-backstop",
    validate,
    jsonSchema: { input: () => jsonSchema, output: () => jsonSchema },
  } as const;
  return { "~standard": standard };
}

const accepts: Readonly<Record<MemberType, (value: unknown) => boolean>> = {
  integer: Number.isSafeInteger,
  string: (value) => typeof value === "string",
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

const jsonTypes: Readonly<Record<MemberType, object>> = {
  integer: { type: "integer" },
  string: { type: "string" },
  strings: { type: "array", items: { type: "string" } },
};
