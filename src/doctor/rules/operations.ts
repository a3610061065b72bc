import { isObject } from "../../misuse/check-options.ts";
import { detailsOf } from "../../openapi/kept-details.ts";
import { type JsonSchema, jsonSchemaOf } from "../../schema/json-schema.ts";
import type { FoundRoute } from "../app-facts.ts";
import type { AppRule } from "../app-rule.ts";
import { schemaOf } from "./validators.ts";

/** Finds the routes without declared errors in an app whose other routes declare theirs. */
export const undeclaredErrors: AppRule = {
  id: "undeclared-errors",
  reason:
    "The other routes declare their errors. This one declares none, so that its errors are neither documented nor checked.",
  cure: "Write operation({ errors: [errors.article_not_found] }) among its handlers, or errors: [] if it has none of its own.",
  find({ routes }) {
    const described = routes.map((route) => ({ route, ...declarationOf(route) }));
    if (!described.some(({ declares }) => declares)) return [];
    return described
      .filter(({ declares, hidden }) => !declares && !hidden)
      .map(({ route: { label, step } }) => ({ route: label, handle: step.handlers.at(-1) }));
  },
};

function declarationOf({ before, step }: FoundRoute): {
  readonly declares: boolean;
  readonly hidden: boolean;
} {
  const details = [...before.map(({ handle }) => handle), ...step.handlers].map(detailsOf);
  return {
    // A guard declares its own errors, and not those of the handler behind it.
    declares: details.some((one) => one?.errors !== undefined && !one.guards),
    hidden: details.some((one) => one?.hidden === true),
  };
}

/** Returns the rule that finds bodies without limits behind a parser that accepts large ones. */
export function schemaWithoutLimits(largestBody: number): AppRule {
  return {
    id: "schema-without-limits",
    reason:
      "The body parser accepts large bodies, and this schema has texts or lists without a largest length: one request can keep the server busy.",
    cure: 'Write z.string().max(…) and z.array(…).max(…), or a smaller limit: express.json({ limit: "100kb" }).',
    find: ({ routes }) =>
      largestBody <= largeBody
        ? []
        : routes
            .filter(({ step }) => step.handlers.some(hasUnlimitedBody))
            .map(({ label, step }) => ({ route: label, handle: step.handlers.at(-1) })),
  };
}

/** Bytes; the default limit of Express's parsers is a tenth of it. */
const largeBody = 1_048_576;

function hasUnlimitedBody(handle: unknown): boolean {
  const body = schemaOf(handle, "body");
  const schema = body && jsonSchemaOf(body, "input");
  return schema !== undefined && isUnlimited(schema, 0);
}

function isUnlimited(schema: JsonSchema, depth: number): boolean {
  if (depth > 20) return false;
  const { type } = schema;
  const isFixed = ["const", "enum", "format", "pattern"].some((rule) => rule in schema);
  if (type === "string") return !isFixed && !("maxLength" in schema);
  if (type === "array" && !("maxItems" in schema)) return true;
  return innerSchemas(schema).some((inner) => isUnlimited(inner, depth + 1));
}

function innerSchemas(schema: JsonSchema): readonly JsonSchema[] {
  const lists = ["anyOf", "allOf", "oneOf", "prefixItems"].flatMap((name) => {
    const list = schema[name];
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
  });
  const members = [
    ...Object.values(schema.properties ?? {}),
    schema["items"],
    schema["additionalProperties"],
  ];
  return [...lists, ...members].filter(isObject) as readonly JsonSchema[];
}
