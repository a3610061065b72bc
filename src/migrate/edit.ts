import type { SyntaxNode } from "../source/syntax-node.ts";

/** A change of a text: what is between two indexes is replaced. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Returns the edit that replaces a node; the start and the end can be those of other nodes. */
export function replace(from: SyntaxNode, text: string, to: SyntaxNode = from): Edit {
  return { start: startOf(from), end: endOf(to), text };
}

/** Returns the edit that inserts a text. */
export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** Returns the edit that removes a statement, with the rest of its line. */
export function removeStatement(node: SyntaxNode, source: string): Edit {
  const end = endOf(node);
  const rest = /^[ \t]*\r?\n/.exec(source.slice(end, end + 200))?.[0].length ?? 0;
  return { start: startOf(node), end: end + rest, text: "" };
}

/** Returns the text of a node. */
export function textOf(node: SyntaxNode, source: string): string {
  return source.slice(startOf(node), endOf(node));
}

/** Returns the index at which a node begins. */
export function startOf(node: SyntaxNode): number {
  return Number(node["start"]);
}

/** Returns the index after a node. */
export function endOf(node: SyntaxNode): number {
  return Number(node["end"]);
}

/**
 * Applies edits, with the line breaks of the source. Of two that overlap, only the one that begins first is applied.
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  const isCrlf = source.includes("\r\n");
  for (const { start, end, text } of edits.toSorted((one, other) => one.start - other.start)) {
    if (start < at) continue;
    parts.push(source.slice(at, start), isCrlf ? text.replaceAll(/\r?\n/g, "\r\n") : text);
    at = end;
  }
  return parts.join("") + source.slice(at);
}

/** Returns true for a node inside of what an edit replaces, which a second run can change. */
export function isReplaced(node: SyntaxNode, edits: readonly Edit[]): boolean {
  return edits.some(({ start, end }) => start < startOf(node) && endOf(node) <= end);
}

/** Why such a node is not changed. */
export const insideOfChange =
  "Not changed, because it is inside of another change. Run the command again.";
