import type { Request } from "express";
import type { Failure } from "../errors/failure.ts";
import type { Redact } from "../inspect/redact.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { Rendering } from "../present/serialize.ts";
import { editorLink } from "./editor-link.ts";
import type { EditorOption } from "./editor-option.ts";
import { explain } from "./explanation.ts";
import { requestRedactor } from "./request-redactor.ts";
import { headline, sections } from "./sections.ts";
import { policy, toHtml } from "./to-html.ts";
import { toMarkdown } from "./to-markdown.ts";

/** The options of the page. */
export interface PageOptions {
  readonly redact: Redact;
  readonly editor: EditorOption | undefined;
}

/** The media types that the page has: HTML for browsers, Markdown for terminals and agents. */
export const pageTypes = ["text/html", "text/markdown", "text/plain"] as const;

/** A media type of the page. */
export type PageType = (typeof pageTypes)[number];

/**
 * Renders the developer's page of a failure. May throw.
 *
 * @param problem The problem as other clients get it.
 * @param body That problem, as it is sent.
 * @param type The media type that the client prefers.
 */
export function developerPage(
  failure: Failure,
  problem: ProblemDetails,
  req: Request,
  body: Rendering,
  type: PageType,
  { redact, editor }: PageOptions,
): Rendering {
  const mask = requestRedactor(req, redact);
  const explanation = explain(failure, req, mask);
  const head = headline(explanation, problem);
  const parts = sections(explanation, { ...body, body: mask(body.body) });
  const markdown = toMarkdown(head, parts);
  const contentType = `${type}; charset=utf-8`;
  if (type !== "text/html") {
    return {
      body: markdown,
      contentType,
      policy: undefined,
      negotiated: true,
      language: undefined,
    };
  }
  const page = toHtml(head, parts, markdown, editorLink(editor));
  return { body: page, contentType, policy, negotiated: true, language: undefined };
}
