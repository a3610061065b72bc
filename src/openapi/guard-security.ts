import { isDeepStrictEqual } from "node:util";
import { describeReceived } from "../misuse/describe-received.ts";
import type { GuardSecurity } from "./kept-details.ts";
import type { FoundRoute } from "./routes.ts";

/** A Security Requirement Object of OpenAPI: the scopes that are required of each scheme. */
type Requirement = GuardSecurity["requirement"];

/**
 * Returns what a request needs to pass all guards of a route, and adds their schemes to those of the document. A scheme
 * that several guards check needs the scopes of all of them.
 *
 * @throws {TypeError} If the document has another scheme of the same name.
 */
export function toRequirement(
  guards: readonly GuardSecurity[],
  known: Map<string, unknown>,
  route: FoundRoute,
): Requirement {
  const scopes = new Map<string, readonly string[]>();
  for (const { schemes, requirement } of guards) {
    addSchemes(schemes, known, route);
    for (const [name, added] of Object.entries(requirement)) {
      scopes.set(name, [...new Set([...(scopes.get(name) ?? []), ...added])]);
    }
  }
  return Object.fromEntries(scopes);
}

function addSchemes(
  schemes: GuardSecurity["schemes"],
  known: Map<string, unknown>,
  { method, path }: FoundRoute,
): void {
  for (const [name, scheme] of Object.entries(schemes)) {
    const other = known.get(name) ?? scheme;
    if (!isDeepStrictEqual(other, scheme)) {
      throw new TypeError(
        `openapi: ${method.toUpperCase()} ${path.template || "/"} has a guard with another security scheme ${describeReceived(name)} than the rest of the document. Write another name.`,
      );
    }
    known.set(name, scheme);
  }
}
