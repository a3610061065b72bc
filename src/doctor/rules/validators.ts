import { type JsonSchema, jsonSchemaOf } from "../../schema/json-schema.ts";
import { isStandardSchema, type StandardSchema } from "../../schema/standard-schema.ts";
import type { ValidateSchemas } from "../../validate/request-schemas.ts";
import { covers, type FoundRoute, passedBy } from "../app-facts.ts";
import type { AppRule, Spot } from "../app-rule.ts";
import { textOf } from "../function-text.ts";
import type { Step } from "../outline.ts";

/** Finds validators of a body that no middleware before them has parsed. */
export const noBodyParser: AppRule = {
  id: "no-body-parser",
  reason: "Nothing before this validator parses the body, so it refuses every request.",
  cure: "Write app.use(express.json()) before the routes.",
  find({ routes, lists }) {
    const spots: Spot[] = [];
    for (const { step, label, before } of routes) {
      const earlier = before.map(({ handle }) => handle);
      const at = firstUnparsed([...earlier, ...step.handlers], earlier.length);
      if (at) spots.push({ route: label, handle: step.handlers.at(-1) });
    }
    for (const { steps, isOutermost } of lists) {
      if (!isOutermost) continue;
      const middleware = steps.flatMap(passedBy);
      const at = middleware.findIndex(({ handle }) => validatesBody(handle));
      const own = middleware[at];
      if (!own) continue;
      const earlier = middleware.slice(0, at).filter((one) => covers(one, own));
      if (!earlier.some(({ handle }) => parsesBody(handle))) spots.push({ handle: own.handle });
    }
    return spots;
  },
};

/** Returns true if one of the handlers from an index on validates a body that none before it has parsed. */
function firstUnparsed(handlers: readonly unknown[], from: number): boolean {
  const at = handlers.findIndex((handle, index) => index >= from && validatesBody(handle));
  return at >= 0 && !handlers.slice(0, at).some(parsesBody);
}

/** Finds validators of params whose parsed values, or whose texts, Express does not give to the routes. */
export const paramsForgotten: AppRule = {
  id: "params-forgotten",
  reason:
    "Express gives each route the params of its own path, as texts: what this validator parses, or needs, is not there.",
  cure: "Validate the params in the route, or make the router with Router({ mergeParams: true }).",
  find: ({ lists, routes }) => [
    ...lists
      .flatMap(({ steps }) =>
        steps.filter((step, index) => isForgotten(step, steps.slice(index + 1))),
      )
      .map(({ handle, path }) => ({ handle, route: path })),
    ...routes.filter(needsHiddenParams).map(({ label }) => ({ route: label })),
  ],
};

function isForgotten(step: Step, later: readonly Step[]): boolean {
  const schema = step.kind === "middleware" ? schemaOf(step.handle, "params") : undefined;
  if (!schema || !convertsTexts(jsonSchemaOf(schema, "input"), jsonSchemaOf(schema, "output"))) {
    return false;
  }
  return later.some(
    (one) =>
      covers(step, one) && (one.kind === "route" || (one.kind === "router" && !one.mergesParams)),
  );
}

/** Returns true if a schema makes something else of the texts in a path. */
function convertsTexts(input: JsonSchema | undefined, output: JsonSchema | undefined): boolean {
  if (!output) return input !== undefined;
  return Object.values(output.properties ?? {}).some((one) =>
    /^(?:array|boolean|integer|number|object)$/.test(String((one as JsonSchema)["type"])),
  );
}

function needsHiddenParams({ step, paths, hiddenPaths }: FoundRoute): boolean {
  const seen = new Set(paths.flatMap(namesIn));
  const hidden = new Set(hiddenPaths.flatMap(namesIn));
  return step.handlers.some((handle) => {
    const schema = schemaOf(handle, "params");
    const required = (schema && jsonSchemaOf(schema, "input")?.["required"]) ?? [];
    const names: readonly unknown[] = Array.isArray(required) ? required : [];
    return names.some((name) => typeof name === "string" && hidden.has(name) && !seen.has(name));
  });
}

function namesIn(path: string): readonly string[] {
  return Array.from(path.matchAll(/[:*](\w+)/g), ([, name = ""]) => name);
}

/** Returns the schema of a part of the request; undefined if there is none, or if each request has one of its own. */
export function schemaOf(handle: unknown, part: "params" | "body"): StandardSchema | undefined {
  const schema = schemasOf(handle)?.[part];
  return isStandardSchema(schema) ? schema : undefined;
}

/** Returns the schemas of a `validate` middleware; undefined for any other handler. */
function schemasOf(handle: unknown): ValidateSchemas | undefined {
  if (typeof handle !== "function" || !("schemas" in handle) || !("jsonSchemas" in handle)) {
    return undefined;
  }
  const { schemas } = handle;
  // Whatever else has these two members has no Standard Schemas in them.
  const isOwn = Object.values(Object(schemas) as object).some(
    (one) => typeof one === "function" || typeof one === "object",
  );
  return isOwn ? (schemas as ValidateSchemas) : undefined;
}

/** Returns true for `validate({ body })`, and for the chains of express-validator about the body. */
function validatesBody(handle: unknown): boolean {
  if (typeof handle !== "function") return false;
  if (schemasOf(handle)?.body) return true;
  const { builder } = handle as { builder?: { locations?: unknown } };
  const locations = builder?.locations;
  return Array.isArray(locations) && locations.length === 1 && locations[0] === "body";
}

/** Returns true for a body parser, and for any function that mentions a body or calls a parser: it may be one. */
function parsesBody(handle: unknown): boolean {
  if (typeof handle !== "function" || schemasOf(handle) || validatesBody(handle)) return false;
  return (
    /body|busboy|formidable|json|multer|multipart|parser|raw|text|upload|urlencoded/i.test(
      handle.name,
    ) || mentionsParser.test(textOf(handle))
  );
}

// A middleware that sends JSON calls a method of a response.
const mentionsParser =
  /\bbody\b|express\w*(?:\.default)?\.(?:json|raw|text|urlencoded)\b|(?<![.\w])\w{0,50}(?:json|parser|upload|urlencoded)\w{0,50}\(/i;
