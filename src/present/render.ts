import type { Request } from "express";
import { type HtmlRenderer, toPage } from "./html.ts";
import { prefersHtml } from "./negotiate.ts";
import type { Problem } from "./problem.ts";
import { bodyType, type Rendering, type Serializer, toBody } from "./serialize.ts";

/** The renderers a user may set. */
export interface Renderers {
  readonly serialize: Serializer | undefined;
  readonly html: HtmlRenderer | undefined;
}

/** Writes a problem as its client reads it best: JSON, unless a page is switched on and preferred. */
export function render(
  problem: Problem,
  req: Request,
  state: string,
  { serialize, html }: Renderers,
  failures: unknown[],
): Rendering {
  // Once the head is out, the format is chosen.
  if (html === undefined || state !== "open") return toBody(problem, serialize, failures);
  const page = prefersHtml(req, bodyType(serialize), failures)
    ? toPage(problem, html, failures)
    : undefined;
  return { ...(page ?? toBody(problem, serialize, failures)), negotiated: true };
}
