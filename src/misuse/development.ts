/** Returns true unless NODE_ENV is `production`, which is also Express's rule. Returns false in browsers. */
export function inDevelopment(): boolean {
  return typeof process === "object" && process.env["NODE_ENV"] !== "production";
}

let begun: boolean | undefined;

/** Returns what `inDevelopment` said at the first call: requests ask for it, and reading process.env is slow. */
export function begunInDevelopment(): boolean {
  return (begun ??= inDevelopment());
}

/** Returns true while a developer runs the app: in development, and not in a test, which expects failures. */
export function isRunByDeveloper(): boolean {
  return inDevelopment() && process.env["NODE_ENV"] !== "test";
}
