import type { Request } from "express";
import { knownMethod } from "../express/known-method.ts";

const maximumWarnings = 100;

/** Emits a process warning, once, of a response with a code that its operation does not declare. */
export function warnOfUndeclared(
  warned: Set<string>,
  req: Request,
  code: string,
  route: string | undefined,
): void {
  const operation = `${knownMethod(req) ?? "A request of"} ${route ?? "a middleware"}`;
  const warning = `${operation} responded with ${code}, which it does not declare. Write operation({ errors: [errors.${code}] }), or throw another error.`;
  if (warned.has(warning) || warned.size >= maximumWarnings) return;
  warned.add(warning);
  process.emitWarning(warning, { code: "BACKSTOP_UNDECLARED_ERROR" });
}
