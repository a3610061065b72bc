/** Tells, by Express's own rule, whether the operator is a developer who wants to be told of mistakes; no browser is. */
export function inDevelopment(): boolean {
  return typeof process === "object" && process.env["NODE_ENV"] !== "production";
}
