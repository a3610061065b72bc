import fc from "fast-check";
import { thrownValues } from "./thrown-values.ts";

/** The middleware that a scenario can mount, in this order. */
export const middlewareNames = [
  "requestContext",
  "replaceErrorResponses",
  "helmet",
  "cors",
  "session",
  "methodOverride",
  "compression",
  "replaceErrorResponses, innermost",
] as const;

/** The states in which a handler leaves its response before it fails. */
export const befores = [
  "nothing",
  "headers",
  "status",
  "half a body",
  "half an event stream",
  "half of NDJSON",
  "a whole body",
  "a large body",
  "an empty response",
  "half an error page",
  "an error page",
] as const;

/** How a handler fails. */
export const ways = [
  "throws",
  "rejects",
  "passes to next",
  "passes to next and throws",
  "passes to next twice",
  "calls back",
  "emits",
  "fails later",
] as const;

/** The actions of a handler after its failure. */
export const afters = [
  "nothing",
  "sends JSON",
  "writes and ends",
  "sets a header",
  "calls next",
] as const;

/** One app with one failing route, and the request to it. */
export interface Scenario {
  readonly express: 4 | 5;
  readonly middleware: readonly (typeof middlewareNames)[number][];
  readonly routers: number;
  readonly wrapped: boolean;
  readonly before: (typeof befores)[number];
  readonly way: (typeof ways)[number];
  /** Returns what is thrown. */
  readonly thrown: () => unknown;
  readonly after: (typeof afters)[number];
  readonly afterDelay: number;
  readonly format: "json" | "html" | "envelope";
  readonly method: "GET" | "HEAD" | "POST";
  readonly accept: string;
}

/** All scenarios. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    express: fc.constantFrom(4 as const, 5 as const),
    middleware: fc.subarray([...middlewareNames]),
    routers: fc.integer({ min: 0, max: 3 }),
    wrapped: fc.boolean(),
    before: fc.constantFrom(...befores),
    way: fc.constantFrom(...ways),
    thrown: thrownValues,
    after: fc.constantFrom(...afters),
    afterDelay: fc.constantFrom(0, 1, 250),
    format: fc.constantFrom("json" as const, "html" as const, "envelope" as const),
    method: fc.constantFrom("GET" as const, "HEAD" as const, "POST" as const),
    accept: fc.constantFrom("*/*", "text/html", "application/json", "text/plain;q=0.1"),
  })
  .filter(isPromised);

/** Leaves out what express-backstop does not promise, because Express alone decides it. */
function isPromised(scenario: Scenario): boolean {
  const { express, wrapped, way, before, after, thrown } = scenario;
  // A Router passes an error on later, so a handler that goes on at once may be quicker.
  if (after !== "nothing" && scenario.routers > 0 && scenario.afterDelay < 250) return false;
  const value = thrown();
  const isSkip = !value || value === "route" || value === "router";
  // It leaves the app's router, the error middleware included.
  if (value === "router") return false;
  // The handler says that it has not failed; a response that has begun then stays open.
  if (isSkip && way.startsWith("passes") && before !== "nothing") return false;
  // Without that middleware, what a handler sends is its own.
  const isReplaced = scenario.middleware.some((name) => name.startsWith("replaceErrorResponses"));
  if (before.includes("error page") && !isReplaced) return false;
  if (wrapped) return true;
  // Express 4 does not see the rejection of a bare handler, and takes a falsy value for success.
  if (express === 4 && way === "rejects") return false;
  if (isSkip) return false;
  // A bare handler that calls next again after its failure reaches Express's own last handler.
  if (way === "passes to next and throws" || way === "passes to next twice") return false;
  if (after === "calls next") return false;
  // What a bare handler does synchronously after an uncaught throw, or after its response, is its own.
  return before === "nothing" || before === "headers" || before === "status";
}
