import { expect, it } from "vitest";
import { escapeControls } from "../../src/inspect/escape-controls.ts";

it.each([
  ["a line break", "a\nb", String.raw`a\x0ab`],
  ["a carriage return", "a\rb", String.raw`a\x0db`],
  ["a tab", "a\tb", String.raw`a\x09b`],
  ["the escape of a terminal sequence", "\u001b[31mred", String.raw`\x1b[31mred`],
  ["DEL", "\u007f", String.raw`\x7f`],
  ["a C1 control, which some terminals obey", "\u009b31m", String.raw`\x9b31m`],
  ["a line separator", "\u2028", String.raw`\u2028`],
  ["a paragraph separator", "\u2029", String.raw`\u2029`],
  ["a right-to-left override", "\u202egpj.exe", String.raw`\u202egpj.exe`],
  ["an isolate", "\u2066a\u2069", String.raw`\u2066a\u2069`],
  ["an Arabic letter mark", "\u061c", String.raw`\u061c`],
  ["a left-to-right mark", "\u200e", String.raw`\u200e`],
  ["a lone surrogate", "a\ud800b", String.raw`a\ud800b`],
])("escapes %s", (_what, text, escaped) => {
  expect(escapeControls(text)).toBe(escaped);
});

it.each([
  "",
  "plain text",
  "Grüße, 日本語, עברית",
  "👩‍🚀 with a joiner",
  String.raw`a\nb`,
  "{}[]'\"<>&",
])("leaves %j unchanged", (text) => {
  expect(escapeControls(text)).toBe(text);
});
