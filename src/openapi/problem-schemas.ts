import { type AnyErrorCatalog, isCatalog } from "../catalog/any-catalog.ts";
import { builtInErrors } from "../catalog/built-in-errors.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { historyOf, historyText } from "../catalog/history.ts";
import { toPascalCase } from "../catalog/pascal-case.ts";
import { problemCategories, toCategory } from "../catalog/problem-category.ts";
import { fieldErrorSchema } from "../errors/field-error-schema.ts";
import { maximumFieldErrors } from "../errors/limits.ts";
import { defaultTypeBase } from "../errors/type-base.ts";
import { typeOf } from "../errors/uri.ts";
import { sentStatus } from "../errors/validation-status.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import type { ProblemFormat } from "../present/problem-format.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { describeSchema } from "./describe-schema.ts";
import { exampleSchema } from "./example-schema.ts";
import { problemExample } from "./problem-example.ts";

/** Returns the factories of a catalog, and those of the built-in codes that are not in it. */
export function factoriesOf(errors: AnyErrorCatalog): Readonly<Record<string, AnyErrorFactory>> {
  // The keys of a catalog are its codes.
  return { ...builtInErrors, ...errors } as unknown as Record<string, AnyErrorFactory>;
}

/** Returns the name of a code's schema, such as `ArticleNotFoundProblem`. No two codes have the same name. */
export function problemName(code: string): string {
  // An underscore is removed only if a letter follows, so that `a_1` and `a1` have different names.
  const [first = "", ...words] = code.split("_");
  const parts = [first, ...words.map((word) => (/^[a-z]/.test(word) ? word : `_${word}`))];
  return `${toPascalCase(parts)}Problem`;
}

/** Registers the schemas `Problem` and `FieldError`. */
export function addProblem(registry: ComponentRegistry, options: ProblemFormat): void {
  if (options.serialize) {
    registry.schemas["Problem"] ??= serializedSchema(
      builtInErrors.internal_error,
      options,
      problem,
    );
    return;
  }
  registry.schemas["FieldError"] ??= fieldErrorSchema;
  registry.schemas["Problem"] ??= { ...problem, properties: propertiesOf(options) };
}

/** Registers the schema of one code, and returns a reference to it. */
export function addProblemOf(
  factory: AnyErrorFactory,
  registry: ComponentRegistry,
  options: ProblemFormat,
): JsonSchema {
  addProblem(registry, options);
  const name = problemName(factory.code);
  registry.schemas[name] ??= schemaOf(factory, registry, options);
  return { $ref: `#/components/schemas/${name}` };
}

function schemaOf(
  factory: AnyErrorFactory,
  registry: ComponentRegistry,
  options: ProblemFormat,
): JsonSchema {
  const { code, title, data, description, fix } = factory;
  const history = historyOf(factory);
  const prose = [description, fix, historyText(history)]
    .filter((text) => text !== undefined)
    .join(" ");
  const texts = {
    title,
    ...(prose !== "" && { description: prose }),
    ...(history.deprecated && { deprecated: true }),
  };
  if (options.serialize) return serializedSchema(factory, options, texts);
  const type = typeOf(factory, options.typeBase ?? defaultTypeBase);
  const status = sentStatus(factory, options.validationStatus);
  const category = options.guidance ? { category: toCategory(status) } : {};
  // Not the title, which has a text for each language.
  const constant = { type, status, code, ...category };
  const constants = Object.fromEntries(
    Object.entries(constant).map(([member, value]) => [
      member,
      { type: typeof value === "number" ? "integer" : "string", const: value },
    ]),
  );
  const members =
    data && registry.register(describeSchema(data, "output"), `${code}_data`, "output");
  const isPlain = !members || (members["type"] === "object" && isFlat(members));
  const required = ["type", "title", "status", "code"];
  if (code === "validation_failed") required.push("errors");
  const own = {
    type: "object",
    ...texts,
    properties: { ...propertiesOf(options), ...constants, ...(isPlain && members?.properties) },
    required: [...required, ...((isPlain && (members?.["required"] as string[])) || [])],
  };
  return isPlain ? own : { allOf: [own, members] };
}

/** Returns the schema of the body that the serializer makes of a code, as far as an example shows it. */
function serializedSchema(
  factory: AnyErrorFactory,
  options: ProblemFormat,
  { title, description, deprecated }: JsonSchema,
): JsonSchema {
  const body = problemExample(factory, options);
  const marker = deprecated === undefined ? {} : { deprecated };
  return { title, description, ...marker, ...(body !== undefined && exampleSchema(body)) };
}

/** Returns true if a schema says nothing besides its properties, so that they can be merged into another schema. */
function isFlat(schema: JsonSchema): boolean {
  const names = new Set(["type", "properties", "required", "additionalProperties", "description"]);
  return Object.keys(schema).every((name) => names.has(name));
}

function propertiesOf({ guidance }: ProblemFormat): Readonly<Record<string, JsonSchema>> {
  return guidance ? { ...problemProperties, ...guidanceProperties } : problemProperties;
}

/** The members of the option `guidance`. */
const guidanceProperties: Readonly<Record<string, JsonSchema>> = {
  retryable: {
    type: "boolean",
    description:
      "Whether the same request may be sent again, later. False for POST and PATCH without `Idempotency-Key`.",
  },
  category: {
    type: "string",
    enum: problemCategories,
    description: "The kind of step that the problem asks for.",
  },
  fix: { type: "string", description: "What the client can do about it." },
  docs: { type: "string", format: "uri", description: "The address of a page about the problem." },
};

const problemProperties: Readonly<Record<string, JsonSchema>> = {
  type: { type: "string", format: "uri-reference", description: "The identifier of the type." },
  title: {
    type: "string",
    description: "The title, the same for every problem with this code in one language.",
  },
  status: { type: "integer", minimum: 400, maximum: 599, description: "The HTTP status." },
  code: { type: "string", description: "The stable code." },
  detail: { type: "string", description: "A sentence about this failure." },
  errors: {
    type: "array",
    items: { $ref: "#/components/schemas/FieldError" },
    maxItems: maximumFieldErrors,
    description: "The invalid fields.",
  },
  errorCount: {
    type: "integer",
    description: "The number of invalid fields, if `errors` does not list all of them.",
  },
  instance: {
    type: "string",
    format: "uri-reference",
    description: "The identifier of this failure.",
  },
  retryAfter: { type: "integer", minimum: 0, description: "The `Retry-After` header in seconds." },
  requestId: { type: "string", description: "The id of the request, as in `X-Request-Id`." },
  traceId: { type: "string", description: "The id of the trace." },
};

const problem: JsonSchema = {
  type: "object",
  title: "Problem",
  description: "The body of a response to any failure (RFC 9457).",
  required: ["type", "title", "status", "code"],
};

/**
 * Checks that an argument is a catalog.
 *
 * @throws {TypeError} If it is not.
 */
export function checkCatalog(caller: string, errors: unknown): asserts errors is AnyErrorCatalog {
  if (isCatalog(errors)) return;
  throw new TypeError(
    `${caller}: errors must be a catalog, got ${describeReceived(errors)}. Write defineErrors({ … }), or builtInErrors of express-backstop/catalog.`,
  );
}
