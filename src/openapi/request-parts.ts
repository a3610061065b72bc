import type { JsonSchema } from "../schema/json-schema.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import type { RequestSchemas, ValidateSchemas } from "../validate/request-schemas.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { describeSchema } from "./describe-schema.ts";
import type { FoundRoute } from "./routes.ts";

/** What is read here of a `validate` middleware. */
export interface Validator {
  readonly schemas: ValidateSchemas;
  /** The media types of the body. */
  readonly accept: readonly string[];
}

/** A Parameter Object. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly [member: string]: unknown;
}

/** Describes the parameters of an operation: those of its path, and of every part but the body. */
export function toParameters(
  validators: readonly Validator[],
  { path: { names }, names: known }: FoundRoute,
  shelf: ComponentRegistry,
  operationId: string,
): readonly Parameter[] {
  const parameters = new Map<string, Parameter>();
  const add = (parameter: Parameter): void => {
    const key = `${parameter.in} ${parameter.name}`;
    // A second validator gets what the first made of it, so it is the first that clients write for.
    if (!parameters.has(key)) parameters.set(key, parameter);
  };
  const nameIn = (part: string, name: string): string | undefined => {
    if (part === "params") return names[known.indexOf(name)];
    return part === "headers" && ownFields.has(name) ? undefined : name;
  };

  for (const { schemas } of validators) {
    for (const [part, place] of places) {
      const schema = schemas[part];
      if (!schema) continue;
      const described = shelf.register(
        describeSchema(schema, "input"),
        operationId + part,
        "input",
      );
      const { properties, required } = resolved(described, shelf);
      for (const [key, member] of Object.entries(properties)) {
        const name = nameIn(part, key);
        if (name === undefined) continue;
        add(toParameter(name, place, member, place === "path" || required.includes(key), part));
      }
    }
  }
  for (const name of names) add(toParameter(name, "path", { type: "string" }, true, "params"));
  return [...parameters.values()].toSorted(
    (a, b) =>
      order.indexOf(a.in) - order.indexOf(b.in) || names.indexOf(a.name) - names.indexOf(b.name),
  );
}

const places: readonly (readonly [part: keyof RequestSchemas, place: string])[] = [
  ["params", "path"],
  ["query", "query"],
  ["headers", "header"],
  ["cookies", "cookie"],
  ["signedCookies", "cookie"],
];
const order = ["path", "query", "header", "cookie"];

/** OpenAPI describes these elsewhere, and tells its tools to ignore them here. */
const ownFields: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

function toParameter(
  name: string,
  place: string,
  schema: JsonSchema,
  required: boolean,
  part: string,
): Parameter {
  const { description, ...rest } = schema;
  const isObject = place === "query" && rest["type"] === "object";
  return {
    name,
    in: place,
    ...(typeof description === "string" && { description }),
    ...(required && { required }),
    // As qs, which Express parses queries with, writes an object: filter[tag]=a.
    ...(isObject && { style: "deepObject", explode: true }),
    // The schema is of the value; on the wire there is its signature besides.
    schema: part === "signedCookies" ? { type: "string" } : rest,
  };
}

/** Gives the members of an object's schema, of a reference and of the parts of an intersection too. */
function resolved(schema: JsonSchema, shelf: ComponentRegistry): Members {
  const { $ref, allOf, properties = {}, required } = schema;
  const target = typeof $ref === "string" ? shelf.schemas[$ref.split("/").at(-1) ?? ""] : undefined;
  const parts = [
    ...(Array.isArray(allOf) ? (allOf as JsonSchema[]) : []),
    ...(target ? [target] : []),
  ].map((part) => resolved(part, shelf));
  return {
    // A member's schema is an object, or true for anything, which parameters may not have.
    properties: Object.assign(
      {},
      ...parts.map((part) => part.properties),
      Object.fromEntries(
        Object.entries(properties).map(([name, member]) => [name, { ...(member as JsonSchema) }]),
      ),
    ) as Members["properties"],
    required: [...parts.flatMap((part) => part.required), ...((required as string[]) ?? [])],
  };
}

interface Members {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/** Describes the body of an operation; undefined where no validator has a schema of it. */
export function toRequestBody(
  validators: readonly Validator[],
  shelf: ComponentRegistry,
  operationId: string,
): object | undefined {
  const bodies = validators.flatMap(({ schemas: { body }, accept }) =>
    body ? [{ body, accept }] : [],
  );
  const [first] = bodies;
  if (!first) return undefined;
  const schema = shelf.register(describeSchema(first.body, "input"), `${operationId}Body`, "input");
  const content = Object.fromEntries(first.accept.map((type) => [type, { schema }]));
  return { ...(!bodies.some(({ body }) => takesNothing(body)) && { required: true }), content };
}

/** Asks the schema itself, for JSON Schema has no words for a value that may be missing as a whole. */
function takesNothing(schema: StandardSchema): boolean {
  try {
    const result = schema["~standard"].validate(undefined);
    return !(result instanceof Promise) && !result.issues;
  } catch {
    return false;
  }
}
