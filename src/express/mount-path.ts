import type { ExpressLayer } from "./layers.ts";

/**
 * Returns the path that a layer is mounted on, as the app's author wrote it; undefined if Express does not keep it.
 * Express 5.3 and later keeps it; in Express 4 it is recovered from the compiled regular expression.
 */
export function mountPath(layer: ExpressLayer): unknown {
  if (layer.rawPath !== undefined) return layer.rawPath;
  if (layer.slash || layer.regexp?.fast_slash) return "/";
  return layer.regexp && decompile(layer.regexp, layer.keys ?? []);
}

// How path-to-regexp 0.1, in the versions that Express 4.18 to 4.22 use, compiles a parameter and the end of a path.
const parameter =
  /\(\?:((?:\\?\/)?(?:\\\.)?)(?:\(\[\^\\?\/(?:\\?\.)?\]\+\?\)|\(\(\?:\(\?!.*?\)\.\)\+\?\))\)/g;
const end = /\\?\/\?\(\?=\\?\/\|\$\)$/;

/** Recovers a path of plain text and parameters; returns undefined if the path has anything else in it. */
function decompile(
  { source }: RegExp,
  keys: readonly { readonly name: string | number }[],
): string | undefined {
  if (!end.test(source)) return undefined;
  let index = 0;
  const path = source
    .replace(/^\^/, "")
    .replace(end, "")
    .replaceAll(parameter, (_match, before: string) => `${before}:${keys[index++]?.name}`)
    .replaceAll(/\\([/.])/g, "$1");
  return index === keys.length && /^[\w/.~%:@!,;=&'-]*$/.test(path) ? path : undefined;
}
