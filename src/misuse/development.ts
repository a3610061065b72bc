/** Returns true unless NODE_ENV is `production`, which is also Express's rule. Returns false in browsers. */
export function inDevelopment(): boolean {
  return typeof process === "object" && process.env["NODE_ENV"] !== "production";
}
