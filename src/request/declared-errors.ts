import type { Request } from "express";

const key: unique symbol = Symbol.for("express-backstop.declared");
const allowedKey: unique symbol = Symbol.for("express-backstop.allowed");
const checkKey: unique symbol = Symbol.for("express-backstop.undeclared");
interface Holder {
  [key]?: ReadonlySet<string>;
  [allowedKey]?: ReadonlySet<string>;
  [checkKey]?: UndeclaredCheck;
}

/** Checks whether a response has a code that its operation does not declare. */
export type UndeclaredCheck = (req: Request, code: string, route: string | undefined) => boolean;

/**
 * Adds to the codes that the operation of a request declares; a router's and a route's add up.
 *
 * @param check The check of its response, which apps without operations do not load.
 */
export function declareErrors(req: object, codes: readonly string[], check: UndeclaredCheck): void {
  const holder: Holder = req;
  holder[key] = new Set([...(holder[key] ?? []), ...codes]);
  holder[checkKey] = check;
}

/** Allows codes of a guard. Unlike those of an operation, they do not say that there are no others. */
export function allowErrors(req: object, codes: readonly string[]): void {
  const holder: Holder = req;
  holder[allowedKey] = new Set([...(holder[allowedKey] ?? []), ...codes]);
}

/** Returns the codes that the operation of a request declares; undefined if it declares none. */
export function declaredErrors(req: object): readonly string[] | undefined {
  const codes = (req as Holder)[key];
  return codes && [...codes];
}

/** Returns true if the operation of a request declares a code, or a guard of it allows it. */
export function isDeclared(req: object, code: string): boolean {
  const { [key]: declared, [allowedKey]: allowed }: Holder = req;
  return (declared?.has(code) || allowed?.has(code)) ?? false;
}

/** Checks the response of a request as its operation asks for, in development. */
export const checkDeclared: UndeclaredCheck = (req, code, route) =>
  (req as Holder)[checkKey]?.(req, code, route) ?? false;
