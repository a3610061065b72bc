import { discardPromise } from "../misuse/discard-promise.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { isStandardSchema, type StandardSchema } from "../schema/standard-schema.ts";
import { hideValues } from "../validate/hide-values.ts";
import { mayHaveSecrets, type SecretPart } from "../validate/may-have-secrets.ts";
import type { RequestSchemas, SchemaChoice, ValidateSchemas } from "../validate/request-schemas.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { describeSchema } from "./describe-schema.ts";
import { formSchema } from "./form-schema.ts";
import { isObjectSchema } from "./is-object-schema.ts";
import { membersOf } from "./object-members.ts";
import { nameInPath, type Parameter, parameterKey } from "./parameter.ts";
import type { FoundRoute } from "./routes.ts";

/** The members of a `validate` middleware that are read here. */
export interface Validator {
  readonly schemas: ValidateSchemas;
  /** The media types of the body. */
  readonly accept: readonly string[];
  /** The parts whose schemas contain no secrets. */
  readonly revealRules: readonly SecretPart[];
}

/** Creates the parameters of an operation from its path and from the schemas of every part except the body. */
export function toParameters(
  validators: readonly Validator[],
  route: FoundRoute,
  registry: ComponentRegistry,
  operationId: string,
): readonly Parameter[] {
  const { names } = route.path;
  const parameters = new Map<string, Parameter>();
  const add = (parameter: Parameter): void => {
    const key = parameterKey(parameter);
    // If two validators have a schema of the same part, the first one checks what the client sent.
    if (!parameters.has(key)) parameters.set(key, parameter);
  };
  const nameIn = (part: string, name: string): string | undefined => {
    if (part === "params") return nameInPath(name, route);
    return part === "headers" && describedElsewhere.has(name) ? undefined : name;
  };

  for (const { schemas, revealRules } of validators) {
    for (const [part, location] of locations) {
      const schema = schemas[part];
      // Of a schema that each request chooses, nothing is known.
      if (!isStandardSchema(schema)) continue;
      const whole = describeSchema(schema, "input");
      const shown = mayHaveSecrets(part, revealRules) ? hideValues(whole) : whole;
      const described = registry.register(shown, operationId + part, "input");
      const { properties, required, others } = membersOf(described, registry);
      if (others && location === "query") add(anyParameter(part, others, described));
      for (const [key, member] of Object.entries(properties)) {
        const name = nameIn(part, key);
        if (name === undefined) continue;
        const mustBeSent = location === "path" || required.includes(key);
        const isObject = location === "query" && isObjectSchema(member, registry);
        const parameter = toParameter(name, location, member, mustBeSent, part);
        // The syntax of qs, with which Express parses queries: filter[tag]=a.
        add(isObject ? { ...parameter, style: "deepObject", explode: true } : parameter);
      }
    }
  }
  for (const name of names) add(toParameter(name, "path", { type: "string" }, true, "params"));
  return [...parameters.values()].toSorted(
    (a, b) =>
      order.indexOf(a.in) - order.indexOf(b.in) || names.indexOf(a.name) - names.indexOf(b.name),
  );
}

/** OpenAPI's name for each part. */
const locations: readonly (readonly [part: keyof RequestSchemas, location: string])[] = [
  ["params", "path"],
  ["query", "query"],
  ["headers", "header"],
  ["cookies", "cookie"],
  ["signedCookies", "cookie"],
];
const order = ["path", "query", "header", "cookie"];

/** The headers that OpenAPI describes elsewhere and that its tools ignore as parameters. */
const describedElsewhere: ReadonlySet<string> = new Set([
  "accept",
  "content-type",
  "authorization",
]);

function toParameter(
  name: string,
  location: string,
  schema: JsonSchema,
  required: boolean,
  part: string,
): Parameter {
  const { description, ...rest } = schema;
  return {
    name,
    in: location,
    ...(typeof description === "string" && { description }),
    ...(required && { required }),
    // The schema checks the value without its signature, which the client sends with it.
    schema: part === "signedCookies" ? { type: "string" } : rest,
  };
}

/** Describes parameters whose names are not known: OpenAPI's way is an object whose members are the parameters. */
function anyParameter(name: string, others: JsonSchema, { description }: JsonSchema): Parameter {
  return {
    name,
    in: "query",
    ...(typeof description === "string" && { description }),
    style: "form",
    explode: true,
    schema: { type: "object", additionalProperties: others },
  };
}

/** Creates the request body of an operation; undefined if no validator has a schema of the body. */
export function toRequestBody(
  validators: readonly Validator[],
  registry: ComponentRegistry,
  operationId: string,
): object | undefined {
  const bodies = validators
    .map(({ schemas: { body, files }, accept }) => ({
      parts: [body, files].filter((part) => part !== undefined),
      accept,
    }))
    .filter(({ parts }) => parts.length > 0);
  const [first] = bodies;
  if (!first) return undefined;
  const described = first.parts
    .filter(isStandardSchema)
    .map((part) => describeSchema(part, "input"));
  const [only = {}, ...others] = described;
  const name = `${operationId}Body`;
  // A form has texts and files.
  const schema =
    others.length > 0
      ? formSchema(described, registry, name)
      : registry.register(only, name, "input");
  const content = Object.fromEntries(first.accept.map((type) => [type, { schema }]));
  return {
    ...(bodies.every(({ parts }) => parts.some(isRequired)) && { required: true }),
    content,
  };
}

/** Returns true unless a schema accepts a missing body, which its JSON Schema cannot say. */
function isRequired(schema: StandardSchema | SchemaChoice): boolean {
  if (!isStandardSchema(schema)) return false;
  try {
    const result = schema["~standard"].validate(undefined);
    // zod also returns a promise if a check throws, and the promise rejects.
    return discardPromise(result) || Boolean(result.issues);
  } catch {
    return true;
  }
}
