import type { FoundRoute } from "./routes.ts";

/** A Parameter Object of OpenAPI. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly [member: string]: unknown;
}

/** Returns the name in the document of a parameter that a route has under this name; undefined if it has none. */
export function nameInPath(name: string, { path, names }: FoundRoute): string | undefined {
  // Combined routes have their names one after another.
  return path.names[names.indexOf(name) % path.names.length];
}

/** Returns the same text for parameters that are one to HTTP: the names of headers do not depend on case. */
export function parameterKey(parameter: Parameter): string {
  const { in: location, name, $ref } = parameter;
  // A reference, which the types do not allow, says neither.
  if (typeof name !== "string") return String($ref);
  return `${location} ${location === "header" ? name.toLowerCase() : name}`;
}
