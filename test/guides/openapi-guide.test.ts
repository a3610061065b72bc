import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
/** A formatter breaks lines where it likes. */
const squeezed = (code: string): string => code.replaceAll(/\s/g, "");

it("the guide shows no code that is not in the article API or its tests", () => {
  const files = [
    ...readdirSync(new URL("../../examples/article-api", import.meta.url)).map(
      (name) => `examples/article-api/${name}`,
    ),
    "test/examples/article-api.test.ts",
  ].map((path) => squeezed(read(path)));
  const guide = read("docs/guides/openapi.md");
  const blocks = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);

  expect(blocks.length).toBeGreaterThan(4);
  const missing = blocks.filter((block) => !files.some((file) => file.includes(squeezed(block))));
  expect(missing).toEqual([]);
});
