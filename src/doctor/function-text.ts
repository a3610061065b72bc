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

/** Returns true if an error middleware never calls `next`, so that no error middleware after it is called. */
export function neverPassesOn(handle: unknown): boolean {
  const [, , , next] = parametersOf(handle);
  if (next === undefined) return false;
  // The name once in the list of parameters, and nowhere else.
  return (
    textOf(handle)
      .split(/[^\w$]+/)
      .filter((word) => word === next).length === 1
  );
}

/** Returns true for an async function, also for one that TypeScript has compiled for old engines. */
export function isAsync(handle: unknown): boolean {
  if (typeof handle !== "function") return false;
  if (Object.prototype.toString.call(handle) === "[object AsyncFunction]") return true;
  return /^[^{]{0,300}\{\s{0,100}return __awaiter\(/.test(textOf(handle).slice(0, 1000));
}
