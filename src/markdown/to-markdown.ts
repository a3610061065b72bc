import type { FieldError } from "../errors/field-error.ts";
import type { ProblemDetails } from "../present/problem.ts";
import { escapeMarkdown, toCodeSpan } from "./escape-markdown.ts";
import { toFrontMatter } from "./front-matter.ts";
import { nextSteps } from "./next-steps.ts";

/**
 * Converts a problem to Markdown for agents: front matter with the members that a program reads, what happened, and what
 * to do. The texts of the problem are escaped, so that they cannot pass for structure. It is made for the option
 * `markdown` of `errorHandler`, which sends it to clients whose `Accept` prefers `text/markdown`.
 *
 * @param problem The problem.
 *
 * @example
 * app.use(errorHandler({ guidance: errors, markdown: toMarkdown }));
 */
export function toMarkdown(problem: ProblemDetails): string {
  const { title, detail, errors, errorCount, fix: _fix, debug, ...members } = problem;
  const steps = nextSteps(problem);
  const parts = [
    `# ${escapeMarkdown(title)}`,
    "## What happened",
    escapeMarkdown(detail ?? title),
    errors?.length && toList(errors, errorCount),
    steps.length > 0 && `## What to do\n\n${steps.join(" ")}`,
    debug !== undefined && `## Debug\n\n${toCodeBlock(debug)}`,
  ];
  return `${toFrontMatter(members)}\n\n${parts.filter(Boolean).join("\n\n")}\n`;
}

function toList(errors: readonly FieldError[], errorCount = errors.length): string {
  const items = errors.map(({ in: part, pointer, also = [], detail }) => {
    const places = [pointer, ...also].map(toCodeSpan).join(", ");
    return `- ${escapeMarkdown(part)} ${places}: ${escapeMarkdown(detail)}`;
  });
  if (errorCount > errors.length) items.push(`- and ${errorCount - errors.length} more`);
  return items.join("\n");
}

/** Writes a value as an indented code block. No text can end it, because JSON has its line breaks inside escapes. */
function toCodeBlock(value: unknown): string {
  try {
    return JSON.stringify(value, undefined, 2).replaceAll(/^/gm, "    ");
  } catch {
    return "It cannot be written as JSON.";
  }
}
