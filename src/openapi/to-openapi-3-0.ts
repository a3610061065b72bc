import type { OpenApiDocument } from "./document.ts";
import { toSchema30 } from "./to-schema-3-0.ts";

/**
 * Converts a document to OpenAPI 3.0.3. Schemas lose what that version cannot express, so that they allow more than
 * before and never less.
 */
export function toOpenApi30(document: OpenApiDocument): OpenApiDocument {
  const { info, paths, components, ...others } = document;
  const { summary: _summary, license, ...facts } = info;
  const { identifier: _identifier, ...known } = Object(license) as Record<string, unknown>;
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => [name, toSchema30(schema)] as const,
  );
  const { schemas: _schemas, pathItems: _pathItems, ...otherComponents } = components;
  return {
    ...others,
    openapi: "3.0.3",
    info: { ...facts, ...(license !== undefined && { license: known }) },
    paths: convert(paths),
    components: { ...convert(otherComponents), schemas: Object.fromEntries(schemas) },
  };
}

/** Copies plain data with each schema in it converted. Examples are left alone: they may have a member of any name. */
function convert<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  // The copy has the type of the original, apart from its schemas.
  if (Array.isArray(value)) return value.map(convert) as Value;
  const entries = Object.entries(value).map(([name, member]: [string, unknown]) => {
    if (name === "schema") return [name, toSchema30(member)] as const;
    const isData = name === "example" || name === "examples" || name.startsWith("x-");
    return [name, isData ? member : convert(member)] as const;
  });
  return Object.fromEntries(entries) as Value;
}
