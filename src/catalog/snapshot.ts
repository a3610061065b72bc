import { jsonSchemaOf } from "../schema/json-schema.ts";
import type { AnyErrorFactory } from "./error-factory.ts";

/** Writes what clients rely on as JSON, in an order that does not depend on that of the declarations. */
export function snapshot(factories: Readonly<Record<string, AnyErrorFactory>>): string {
  const entries = Object.values(factories).map(({ code, status, title, data }) => {
    // Where the library describes no members, at least their being there is locked.
    const members =
      data && (jsonSchemaOf(data, "output") ?? `described by ${data["~standard"].vendor}`);
    return [code, { status, title, ...(members !== undefined && { members }) }];
  });
  return `${JSON.stringify(sorted(Object.fromEntries(entries)), undefined, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    // Such as the names of `required`; the order of other lists may mean something.
    const isNames = value.every((item) => typeof item === "string");
    return isNames ? value.toSorted() : value.map(sorted);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
