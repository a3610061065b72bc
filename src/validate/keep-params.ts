import type { Request } from "express";

/**
 * Replaces the params of a request, behind `use`. For each handler, Express sets `req.params` to the texts in the path
 * again. As long as they are the texts that were parsed, and until a route is reached, whose own types say that they
 * are texts, the parsed params take their place.
 */
export function keepParams(req: Request, parsed: unknown): void {
  const texts = req.params;
  const route: unknown = req.route;
  const before = Object.getOwnPropertyDescriptor(req, "params");
  let current = parsed;

  Object.defineProperty(req, "params", {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(given: Request["params"]) {
      const value = before?.set ? setAndGet(req, before, given) : given;
      current = req.route === route && areEqual(value, texts) ? parsed : value;
    },
  });
}

/** Asks an earlier validator of the same request, whose parsed params a later one has parsed again. */
function setAndGet(
  req: Request,
  before: PropertyDescriptor,
  given: Request["params"],
): Request["params"] {
  before.set?.call(req, given);
  // The getter of keepParams, which returns params.
  return before.get?.call(req) as Request["params"];
}

function areEqual(one: Request["params"], other: Request["params"]): boolean {
  if (one === other) return true;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && String(one[name]) === String(other[name]))
  );
}
