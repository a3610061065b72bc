import type { NextFunction, Request } from "express";
import { isInRoute } from "../express/is-in-route.ts";

/**
 * Returns the error for parsed params that the handlers after `validate` would not get; undefined if they get them.
 * Express sets `req.params` anew for each function of `use()`. The types of a handler would promise a number, and the
 * handler would get the text of the path.
 *
 * A text that the schema changes, for example with `trim()`, is lost there too. It does not cause the error: the client
 * decides whether the schema changes it, and its type stays true.
 */
export function lostParamsError(
  parsed: unknown,
  raw: unknown,
  req: Request,
  next: NextFunction,
): TypeError | undefined {
  if (isInRoute(req, next)) return undefined;
  const texts = Object(raw) as Readonly<Record<string, unknown>>;
  const entries: [string, unknown][] = Object.entries(Object(parsed));
  const lost = entries.find(([name, value]) => !isOfType(value, texts[name]));
  if (!lost) return undefined;
  const [name, value] = lost;
  return new TypeError(
    `validate: the schema of params makes a value of type ${typeof value} for ${JSON.stringify(name)}, which is lost here: behind use(), Express sets req.params anew for each function. Write app.all(path, validate({ params }), handler), or a schema that leaves the values as they are.`,
  );
}

function isOfType(value: unknown, raw: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(raw)) {
    return value.every((item, index) => isOfType(item, raw[index]));
  }
  return typeof value === typeof raw && Array.isArray(value) === Array.isArray(raw);
}
