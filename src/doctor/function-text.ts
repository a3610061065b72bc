/** Returns the source of a function as the engine keeps it; empty for a function of the engine, and for a proxy. */
export function textOf(handle: unknown): string {
  if (typeof handle !== "function") return "";
  try {
    const text = Function.prototype.toString.call(handle);
    return text.includes("[native code]") ? "" : text;
  } catch {
    return "";
  }
}

/** Returns the names of the parameters of a function, if all are plain names; otherwise an empty list. */
export function parametersOf(handle: unknown): readonly string[] {
  const head = /^[^()]{0,200}\(([^(){}[\]]*)\)/.exec(textOf(handle).slice(0, 1000));
  const names = (head?.[1] ?? "").split(",").map((name) => name.trim());
  return names.every((name) => /^[\w$]+$/.test(name)) ? names : [];
}

/** Returns true if an error middleware never calls `next` and never throws, so that none after it is called. */
export function neverPassesOn(handle: unknown): boolean {
  const [, , , next] = parametersOf(handle);
  if (next === undefined) return false;
  const words = wordsOf(textOf(handle));
  // The name once in the list of parameters, and nowhere else.
  return countOf(next, words) === 1 && !words.includes("throw") && !words.includes("reject");
}

/** Returns true if a handler catches failures and mentions `next` besides its parameter: it may pass all of them on. */
export function passesFailuresOn(handle: unknown): boolean {
  const text = textOf(handle);
  const body = text.slice(text.indexOf(")"));
  const words = wordsOf(body);
  const isArgument = (name: string): boolean => body.replaceAll(" ", "").includes(`,${name})`);
  return parametersOf(handle)
    .slice(2, 4)
    .some((name) => isArgument(name) || (words.includes("catch") && words.includes(name)));
}

/** Returns the words of a source, and its names. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/[^\w$]+/);
}

/** Returns how often a word is among others. */
export function countOf(wanted: string, words: readonly string[]): number {
  return words.filter((word) => word === wanted).length;
}

/** Returns true for an async function, also for one that TypeScript has compiled for old engines. */
export function isAsync(handle: unknown): boolean {
  if (typeof handle !== "function") return false;
  if (Object.prototype.toString.call(handle) === "[object AsyncFunction]") return true;
  return /^[^{]{0,300}\{\s{0,100}return __awaiter\(/.test(textOf(handle).slice(0, 1000));
}
