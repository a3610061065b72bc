import { sentStatus, type ValidationStatus } from "../errors/validation-status.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import type { AnyErrorFactory } from "./error-factory.ts";

/** Returns the part of a catalog that clients depend on as JSON. The order of the declarations does not matter. */
export function snapshot(
  factories: Readonly<Record<string, AnyErrorFactory>>,
  validationStatus: ValidationStatus | undefined,
): string {
  const entries = Object.values(factories).map((factory) => {
    const { code, title, type, data } = factory;
    const status = sentStatus(factory, validationStatus);
    // If the library has no JSON Schema, the snapshot at least records that there are members.
    const members =
      data && (jsonSchemaOf(data, "output") ?? `described by ${data["~standard"].vendor}`);
    return [
      code,
      {
        status,
        title,
        ...(type !== undefined && { type }),
        ...(members !== undefined && { members }),
      },
    ];
  });
  return `${JSON.stringify(sorted(Object.fromEntries(entries)), undefined, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    // Lists of names, such as `required`, are sorted. The order of other lists may have a meaning.
    const isNames = value.every((item) => typeof item === "string");
    return isNames ? value.toSorted() : value.map(sorted);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
