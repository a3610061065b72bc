import type { KeptDetails } from "./kept-details.ts";
import { nameInPath, type Parameter, parameterKey } from "./parameter.ts";
import type { FoundRoute } from "./routes.ts";

/**
 * Merges the parameters of an operation: those that are derived from the route, then those that are written for its
 * routers and for itself. The last one of a place and a name is kept. A path parameter has the name that it has in the
 * document, and one that the path does not have is left out.
 */
export function mergeParameters(
  derived: readonly Parameter[],
  written: NonNullable<KeptDetails["parameters"]>,
  route: FoundRoute,
): readonly Parameter[] {
  const all = [...derived, ...written.flatMap((one) => withNameInPath(one, route))];
  const last = new Map(all.map((one) => [parameterKey(one), one]));
  // Several operations may share one parameter.
  return [...new Set(all)].filter((one) => last.get(parameterKey(one)) === one);
}

function withNameInPath(parameter: Parameter, route: FoundRoute): readonly Parameter[] {
  if (parameter.in !== "path") return [parameter];
  const { name } = parameter;
  const { names } = route.path;
  const known = nameInPath(name, route) ?? names.find((one) => one === name);
  if (known === undefined) return [];
  return [known === name ? parameter : { ...parameter, name: known }];
}
