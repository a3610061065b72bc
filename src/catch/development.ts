/** Tells, by Express's own rule, whether the operator is a developer who wants to be told of mistakes in handlers. */
export function inDevelopment(): boolean {
  return process.env["NODE_ENV"] !== "production";
}
