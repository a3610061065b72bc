import type { ExpressLayer } from "./layers.ts";

/**
 * Gives the path that a layer is mounted on, as it was written; undefined where Express does not tell. Express 5 does
 * since its router is 2.3; in Express 4 it is read off the expression that it was compiled to.
 */
export function mountPath(layer: ExpressLayer): unknown {
  if (layer.rawPath !== undefined) return layer.rawPath;
  if (layer.slash || layer.regexp?.fast_slash) return "/";
  return layer.regexp && uncompiled(layer.regexp, layer.keys ?? []);
}

/** What path-to-regexp 0.1, in the versions that Express 4.18 to 4.22 have, makes of a parameter and of the end. */
const parameter =
  /\(\?:((?:\\?\/)?(?:\\\.)?)(?:\(\[\^\\?\/(?:\\?\.)?\]\+\?\)|\(\(\?:\(\?!.*?\)\.\)\+\?\))\)/g;
const end = /\\?\/\?\(\?=\\?\/\|\$\)$/;

/** Undoes the compilation of a path of texts and parameters; what is left of anything else is no path. */
function uncompiled(
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
