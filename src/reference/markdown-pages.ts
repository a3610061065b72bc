import { problemCategories } from "../catalog/problem-category.ts";
import { escapeMarkdown, toCodeSpan, toProse } from "../markdown/escape-markdown.ts";
import { clientSnippet } from "./client-snippet.ts";
import { operationsWith, type Reference, type ReferenceError } from "./reference.ts";

/** Returns the list of all codes as Markdown. */
export function markdownIndex({ errors }: Reference): string {
  const sections = problemCategories.flatMap((category) => {
    const rows = Object.values(errors)
      .filter((error) => error.category === category)
      .map(
        ({ code, status, title, deprecated }) =>
          `| ${linkTo(code)} | ${status} | ${escapeMarkdown(title)}${deprecated ? " (deprecated)" : ""} |`,
      );
    if (rows.length === 0) return [];
    return [
      `## ${headingOf(category)}\n\n| Code | Status | Title |\n|---|---|---|\n${rows.join("\n")}\n`,
    ];
  });
  return `# Errors\n\n${sections.join("\n")}`;
}

function linkTo(code: string): string {
  return `[${toCodeSpan(code)}](${code}.md)`;
}

/** Returns a category as people write it. */
export function headingOf(category: string): string {
  const words = category.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Returns the page of one code as Markdown. */
export function markdownPage(error: ReferenceError, reference: Reference): string {
  const { code, status, type, title, description, fix, docs, retry, example } = error;
  const { since, deprecated, replacedBy } = error;
  const operations = operationsWith(code, reference);
  const parts = [
    `# ${escapeMarkdown(title)}`,
    [
      `- Code: ${toCodeSpan(code)}`,
      `- Status: ${status}`,
      `- Type: ${toCodeSpan(type)}`,
      `- Retry: ${retry === "later" ? "the same request may succeed later" : "the same request fails again"}`,
      ...(since === undefined ? [] : [`- Since: ${toCodeSpan(since)}`]),
      ...(deprecated ? [`- Deprecated: ${replacementOf(replacedBy)}`] : []),
      ...(docs === undefined ? [] : [`- Documentation: <${docs}>`]),
    ].join("\n"),
    description === undefined ? "" : `When it happens: ${toProse(description)}`,
    fix === undefined ? "" : `How to fix it: ${toProse(fix)}`,
    membersTable(error),
    operations.length === 0
      ? ""
      : `## Operations\n\n${operations.map((label) => `- ${toCodeSpan(label)}`).join("\n")}`,
    example === undefined
      ? ""
      : `## Example\n\n${block("json", JSON.stringify(example, undefined, 2))}`,
    `## In a client\n\n${block("ts", clientSnippet(error))}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function replacementOf(code: string | undefined): string {
  return code === undefined ? "the API will stop sending it" : `${linkTo(code)} takes its place`;
}

function membersTable({ members }: ReferenceError): string {
  const required = members?.["required"];
  const rows = Object.entries(members?.properties ?? {}).map(([name, rule]) => {
    const isRequired = Array.isArray(required) && required.includes(name);
    return `| ${toCell(name)} | ${toCell(JSON.stringify(rule))} | ${isRequired ? "always" : "may be absent"} |`;
  });
  if (rows.length === 0) return "";
  return `## Members\n\n| Name | JSON Schema | Presence |\n|---|---|---|\n${rows.join("\n")}`;
}

/** Writes code as a cell. A table of GitHub ends a cell at a pipe, also in code. */
function toCell(code: string): string {
  return toCodeSpan(code).replaceAll("|", "\\|");
}

/** Writes a block of code. A fence is longer than any run of backquotes in the code. */
function block(language: string, code: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce(
    (length, run) => Math.max(length, run.length),
    2,
  );
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
