import { describeReceived } from "../misuse/describe-received.ts";
import { discardPromise } from "../misuse/discard-promise.ts";
import type { ProblemDetails } from "./problem.ts";
import { forRenderer } from "./serialize.ts";

/** Returns the text that the renderer of an option makes of a problem; throws when the renderer fails. */
export function renderText(
  option: "html" | "markdown",
  problem: ProblemDetails,
  renderer: (problem: ProblemDetails) => string,
): string {
  const text: unknown = renderer(forRenderer(problem));
  if (typeof text === "string") return text;
  discardPromise(text);
  throw new TypeError(`${option} must return a string, got ${describeReceived(text)}`);
}
