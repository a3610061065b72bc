import { shown } from "./shown.ts";

/** Refuses, when the app starts or a request begins, what was meant to be a function. */
export function checkFunction(what: string, value: unknown, usage: string): void {
  if (typeof value === "function") return;
  throw new TypeError(`${what} must be a function, got ${shown(value)}. ${usage}.`);
}
