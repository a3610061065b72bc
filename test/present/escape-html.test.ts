import { expect, it } from "vitest";
import { escapeHtml } from "../../src/present/escape-html.ts";

it.each([
  ["<script>", "&#60;script&#62;"],
  [`"a" & 'b'`, "&#34;a&#34; &#38; &#39;b&#39;"],
  ["&lt;", "&#38;lt;"],
  ["plain / text", "plain / text"],
  [7, "7"],
  [undefined, "undefined"],
])("escapes %j as %j", (value, escaped) => {
  expect(escapeHtml(value)).toBe(escaped);
});
