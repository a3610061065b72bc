import { builtInErrors } from "../catalog/built-in-errors.ts";
import { type AnyErrorCatalog, isCatalog } from "../catalog/define-errors.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { toPascalCase } from "../catalog/pascal-case.ts";
import { describeReceived } from "../misuse/check-options.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { ComponentRegistry } from "./component-registry.ts";
import { describeSchema } from "./describe-schema.ts";

/** How the error handler is set up, as far as clients see it. */
export interface ProblemOptions {
  /** What `type` begins with, as the error handler is told. Default: `/problems/`. */
  readonly typeBase?: string;
  /** The status of `validation_failed`, as the error handler is told. Default: 400. */
  readonly validationStatus?: 400 | 422;
}

/** Gives the factories of a catalog, and those of the built-in codes that it lacks. */
export function factoriesOf(errors: AnyErrorCatalog): Readonly<Record<string, AnyErrorFactory>> {
  // The keys of a catalog are its codes.
  return { ...builtInErrors, ...errors } as unknown as Record<string, AnyErrorFactory>;
}

/** The status that a code is sent with. */
export function statusOf({ code, status }: AnyErrorFactory, options: ProblemOptions): number {
  return code === "validation_failed" ? (options.validationStatus ?? 400) : status;
}

/** `article_not_found` is described by `ArticleNotFoundProblem`; no two codes by the same. */
export function problemName(code: string): string {
  // A letter takes the place of the underscore before it; where none follows, the underscore stays.
  const [first = "", ...words] = code.split("_");
  const parts = [first, ...words.map((word) => (/^[a-z]/.test(word) ? word : `_${word}`))];
  return `${toPascalCase(parts)}Problem`;
}

/** Puts the schemas of any problem and of a bad field on the shelf. */
export function addProblem(shelf: ComponentRegistry): void {
  shelf.schemas["FieldError"] ??= fieldError;
  shelf.schemas["Problem"] ??= problem;
}

/** Puts the schema of one code on the shelf, and gives a reference to it. */
export function addProblemOf(
  factory: AnyErrorFactory,
  shelf: ComponentRegistry,
  options: ProblemOptions,
): JsonSchema {
  addProblem(shelf);
  const name = problemName(factory.code);
  shelf.schemas[name] ??= schemaOf(factory, shelf, options);
  return { $ref: `#/components/schemas/${name}` };
}

function schemaOf(
  factory: AnyErrorFactory,
  shelf: ComponentRegistry,
  options: ProblemOptions,
): JsonSchema {
  const { code, title, data, description, fix } = factory;
  const type = `${factory.typeBase ?? options.typeBase ?? "/problems/"}${code}`;
  const constant = { type, title, status: statusOf(factory, options), code };
  const constants = Object.fromEntries(
    Object.entries(constant).map(([member, value]) => [
      member,
      { type: typeof value === "number" ? "integer" : "string", const: value },
    ]),
  );
  const members = data && shelf.register(describeSchema(data, "output"), `${code}_data`, "output");
  const isPlain = !members || (members["type"] === "object" && isFlat(members));
  const required = ["type", "title", "status", "code"];
  if (code === "validation_failed") required.push("errors");
  const words = [description, fix].filter((text) => text !== undefined).join(" ");
  const own = {
    type: "object",
    title,
    ...(words !== "" && { description: words }),
    properties: { ...problemProperties, ...constants, ...(isPlain && members?.properties) },
    required: [...required, ...((isPlain && (members?.["required"] as string[])) || [])],
  };
  return isPlain ? own : { allOf: [own, members] };
}

/** Tells whether a schema is all said by its properties. */
function isFlat(schema: JsonSchema): boolean {
  const said = new Set(["type", "properties", "required", "additionalProperties", "description"]);
  return Object.keys(schema).every((name) => said.has(name));
}

const fieldError: JsonSchema = {
  type: "object",
  title: "Bad field",
  properties: {
    in: {
      type: "string",
      enum: ["body", "query", "params", "headers", "cookies"],
      description: "The part of the request.",
    },
    pointer: {
      type: "string",
      description: "The place inside that part, as an RFC 6901 fragment: `#/tags/1`.",
    },
    code: { type: "string", description: "The stable code of the broken rule." },
    detail: { type: "string", description: "One phrase about the rule, to read after its field." },
    params: {
      type: "object",
      additionalProperties: true,
      description: "What the rule demands: `{ minimum: 1 }`.",
    },
  },
  required: ["in", "pointer", "code", "detail"],
};

const problemProperties: Readonly<Record<string, JsonSchema>> = {
  type: { type: "string", format: "uri-reference", description: "The identifier of the type." },
  title: { type: "string", description: "The constant text of the code." },
  status: { type: "integer", minimum: 400, maximum: 599, description: "The HTTP status." },
  code: { type: "string", description: "The stable code." },
  detail: { type: "string", description: "What is particular about this failure." },
  errors: {
    type: "array",
    items: { $ref: "#/components/schemas/FieldError" },
    maxItems: 50,
    description: "The fields at fault.",
  },
  errorCount: {
    type: "integer",
    description: "How many fields are at fault, when `errors` was cut.",
  },
  requestId: { type: "string", description: "The id of the request, as in `X-Request-Id`." },
  traceId: { type: "string", description: "The id of the trace." },
};

const problem: JsonSchema = {
  type: "object",
  title: "Problem",
  description: "What any failure is answered with (RFC 9457).",
  properties: problemProperties,
  required: ["type", "title", "status", "code"],
};

/** Refuses what is no catalog. */
export function checkCatalog(caller: string, errors: unknown): asserts errors is AnyErrorCatalog {
  if (isCatalog(errors)) return;
  throw new TypeError(
    `${caller}: errors must be a catalog, got ${describeReceived(errors)}. Write what defineErrors({ … }) gave, or builtInErrors of express-backstop/catalog.`,
  );
}
