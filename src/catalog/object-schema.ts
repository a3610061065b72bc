import type { StandardSchema } from "../schema/standard-schema.ts";

/** The types of the members that built-in errors have. */
export type MemberType = "integer" | "string" | "strings";

/** A schema of an object without the help of a library: Standard Schema and Standard JSON Schema. */
export function objectSchema<Data extends object>(
  required: Readonly<Record<string, MemberType>>,
  optional: Readonly<Record<string, MemberType>> = {},
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
    // `Data` names these members and types; each has been looked at.
    return { value: Object.fromEntries(entries) as Data };
  }

  const properties = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, jsonTypes[type]]),
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
