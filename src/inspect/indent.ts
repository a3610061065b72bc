import { escapeControls } from "./escape-controls.ts";

/** Indents a text and escapes its control characters, so that no line of a message looks like a line of the log. */
export function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${escapeControls(line)}`)
    .join("\n");
}
