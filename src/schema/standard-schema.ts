/** What is read of a schema that follows Standard Schema version 1, as zod, valibot and arktype do. */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** The Standard Schema properties. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** The name of the schema library. */
    readonly vendor: string;
    /** Checks a value; may be asynchronous. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** Carries the types; absent at run time. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** The outcome of a schema: the parsed value, or the issues. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One issue of a schema. */
export interface SchemaIssue {
  /** The library's own text. */
  readonly message: string;
  /** The way to the value, as keys or objects that hold one. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Tells whether a value follows Standard Schema; the schemas of some libraries are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const { "~standard": standard } = value as {
    readonly "~standard"?: { validate?: unknown } | null;
  };
  return typeof standard?.validate === "function";
}
