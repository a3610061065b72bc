import type { Request } from "express";
import { type HtmlRenderer, toPage } from "./html.ts";
import type { ProblemDetails } from "./problem.ts";
import { bodyType, type ProblemSerializer, type Rendering, toBody } from "./serialize.ts";

/** The renderers a user may set. */
export interface Renderers {
  readonly serialize: ProblemSerializer | undefined;
  readonly html: HtmlRenderer | undefined;
}

/** Writes a problem as its client reads it best: JSON, unless a page is switched on and preferred. */
export function render(
  problem: ProblemDetails,
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

/**
 * Tells whether the client's Accept puts HTML before JSON (RFC 9110 §12.5.1). Of two it weighs the same it prefers
 * the one it names first; a client that names neither gets JSON.
 */
export function prefersHtml(req: Request, jsonType: string, failures: unknown[]): boolean {
  try {
    return req.accepts([jsonType, ...jsonTypes, "text/html"]) === "text/html";
  } catch (failure) {
    failures.push(failure);
    return false;
  }
}

const jsonTypes = ["application/problem+json", "application/json"] as const;
