import type { Request } from "express";
import type { Mishaps } from "../errors/mishaps.ts";
import { type HtmlRenderer, toPage } from "./html.ts";
import type { ProblemDetails } from "./problem.ts";
import { bodyType, type ProblemSerializer, type Rendering, toBody } from "./serialize.ts";

/** The options that choose the format of a body. */
export interface RenderOptions {
  readonly serialize: ProblemSerializer | undefined;
  readonly html: HtmlRenderer | undefined;
}

/** Renders a problem as JSON, or as a page where pages are switched on and the client prefers them. */
export function render(
  problem: ProblemDetails,
  req: Request,
  { serialize, html }: RenderOptions,
  mishaps: Mishaps,
): Rendering {
  if (html === undefined) return toBody(problem, req, serialize, mishaps);
  const page = mishaps.attempt(() => prefersHtml(req, bodyType(serialize)))
    ? mishaps.attempt(() => toPage(problem, html))
    : undefined;
  return { ...(page ?? toBody(problem, req, serialize, mishaps)), negotiated: true };
}

/**
 * Checks whether `Accept` prefers HTML to JSON (RFC 9110 §12.5.1). Of two types with the same weight, the first named
 * wins; a client that names neither gets JSON.
 */
function prefersHtml(req: Request, jsonType: string): boolean {
  return req.accepts([jsonType, ...jsonTypes, "text/html"]) === "text/html";
}

const jsonTypes = ["application/problem+json", "application/json"] as const;
