import { dirname, relative, sep } from "node:path";
import { handlerName } from "../express/handler-name.ts";
import { calleeName } from "../source/calls.ts";
import { lineAt, type Source } from "../source/read-sources.ts";
import { allNodes } from "../source/syntax-node.ts";
import type { Spot } from "./app-rule.ts";
import type { FindingPlace } from "./finding.ts";
import type { FunctionPlaces } from "./function-place.ts";

/** Returns where a mistake of a built app is: where its function is written, or where the source makes it. */
export function placeOf(
  { route, handle }: Spot,
  places: FunctionPlaces,
  sources: readonly Source[],
): FindingPlace {
  const at = places.find(handle);
  const isForeign = at && (isPackage(at.file) || isOwn(at.file, places));
  const written = at && !isForeign ? at : placeOfCall(handlerName(handle), sources);
  return {
    ...(route !== undefined && { route }),
    ...(written && { file: toRelative(written.file), line: written.line }),
  };
}

/** A function of a package says nothing about the app. */
function isPackage(file: string): boolean {
  return toRelative(file).includes("node_modules/");
}

/** Returns true for a function of this package, wherever it is installed. */
function isOwn(file: string, places: FunctionPlaces): boolean {
  const own = places.find(placeOf);
  return own !== undefined && file.startsWith(dirname(dirname(own.file)) + sep);
}

/** Middleware has the name of the function that makes it. If the source calls it once, it is made there. */
function placeOfCall(
  name: string,
  sources: readonly Source[],
): { readonly file: string; readonly line: number } | undefined {
  if (name === "") return undefined;
  const calls = sources.flatMap(({ file, text, program }) =>
    allNodes(program).flatMap(({ node }) => {
      const { start } = node;
      const isCall = node.type === "CallExpression" && calleeName(node) === name;
      return isCall && typeof start === "number" ? [{ file, line: lineAt(text, start) }] : [];
    }),
  );
  return calls.length === 1 ? calls[0] : undefined;
}

/** Returns a path as people write it: from the working directory, with slashes. */
export function toRelative(file: string): string {
  return relative(process.cwd(), file).replaceAll("\\", "/");
}
