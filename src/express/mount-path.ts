import type { ExpressLayer } from "./layers.ts";

/**
 * Returns the path that a layer is mounted on, as the app's author wrote it; undefined if Express does not keep it.
 * Express 5.3 and later keeps it; in Express 4 it is recovered from the compiled regular expression.
 */
export function mountPath(layer: ExpressLayer): unknown {
  if (layer.rawPath !== undefined) return layer.rawPath;
  if (layer.slash || layer.regexp?.fast_slash) return "/";
  return layer.regexp && decompileAll(layer.regexp, layer.keys ?? []);
}

// How path-to-regexp 0.1, in the versions that Express 4.18 to 4.22 use, compiles a parameter and the end of a path.
const parameter =
  /\(\?:((?:\\?\/)?(?:\\\.)?)(?:\(\[\^\\?\/(?:\\?\.)?\]\+\?\)|\(\(\?:\(\?!.*?\)\.\)\+\?\))\)/g;
const end = /\\?\/\?\(\?=\\?\/\|\$\)$/;

/** Recovers a path, or the paths of an array, which are compiled to alternatives. */
function decompileAll({ source }: RegExp, keys: LayerKeys): string | readonly string[] | undefined {
  const paths: string[] = [];
  let known = 0;
  const alternatives = source.replace(/^\(\?:(\^.*)\)$/, "$1").split(/\|(?=\^)/);
  if (alternatives.length === 1) return decompile(source, keys);
  for (const alternative of alternatives) {
    const count = alternative.match(parameter)?.length ?? 0;
    const path = decompile(alternative, keys.slice(known, known + count));
    if (path === undefined) return undefined;
    paths.push(path);
    known += count;
  }
  return known === keys.length ? paths : undefined;
}

type LayerKeys = readonly { readonly name: string | number }[];

/** Recovers a path of plain text and parameters; returns undefined if the path has anything else in it. */
function decompile(source: string, keys: LayerKeys): string | undefined {
  if (!end.test(source)) return undefined;
  let index = 0;
  const path = source
    .replace(/^\^/, "")
    .replace(end, "")
    .replaceAll(parameter, (_match, before: string) => `${before}:${keys[index++]?.name}`)
    .replaceAll(/\\([/.])/g, "$1");
  return index === keys.length && /^[\w/.~%:@!,;=&'-]*$/.test(path) ? path : undefined;
}
