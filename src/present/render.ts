import type { Request } from "express";
import type { Mishaps } from "../errors/mishaps.ts";
import { type HtmlRenderer, toPage } from "./html.ts";
import type { ProblemDetails } from "./problem.ts";
import { renderText } from "./render-text.ts";
import {
  bodyType,
  type ProblemSerializer,
  type Rendering,
  toBody,
  toRendering,
} from "./serialize.ts";

/** Renders a problem as Markdown. It must escape every text that it takes from the problem. */
export type MarkdownRenderer = (problem: ProblemDetails) => string;

/** The options that choose the format of a body. */
export interface RenderOptions {
  readonly serialize: ProblemSerializer | undefined;
  readonly html: HtmlRenderer | undefined;
  readonly markdown?: MarkdownRenderer | undefined;
}

/** Renders a problem as JSON, or as a page or as Markdown where these are switched on and the client prefers them. */
export function render(
  problem: ProblemDetails,
  req: Request,
  options: RenderOptions,
  mishaps: Mishaps,
  language?: string,
): Rendering {
  const { serialize, html, markdown } = options;
  if (html === undefined && markdown === undefined) return toBody(problem, req, serialize, mishaps);
  const preferred = mishaps.attempt(() => preferredType(req, options));
  const document = mishaps.attempt(() => {
    if (preferred === "text/html" && html) return toPage(problem, html, language);
    if (preferred !== "text/markdown" || !markdown) return undefined;
    const body = renderText("markdown", problem, markdown);
    return toRendering(body, "text/markdown; charset=utf-8");
  });
  return { ...(document ?? toBody(problem, req, serialize, mishaps)), negotiated: true };
}

/**
 * Returns the media type that `Accept` prefers (RFC 9110 §12.5.1). Of two types with the same weight, the first named
 * wins; a client that names none of them gets JSON.
 */
function preferredType(
  req: Request,
  { serialize, html, markdown }: RenderOptions,
): string | false | undefined {
  const types = [bodyType(serialize), ...jsonTypes];
  if (html) types.push("text/html");
  if (markdown) types.push("text/markdown");
  return req.accepts(types);
}

const jsonTypes = ["application/problem+json", "application/json"] as const;
