import { expect, it } from "vitest";
import { filesIn, read } from "./pages.ts";

it("docs/troubleshooting.md has a heading for each process warning, and no other", () => {
  const codes = filesIn("src", ".ts").flatMap(
    (path) => read(path).match(/BACKSTOP_[A-Z_]+/g) ?? [],
  );
  const headings = [
    ...read("docs/troubleshooting.md").matchAll(/^### `(BACKSTOP_[A-Z_]+)`$/gm),
  ].map(([, code]) => code);

  expect(new Set(headings)).toEqual(new Set(codes));
  expect(new Set(headings).size).toBe(headings.length);
});
