import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };

const root = new URL("../", import.meta.url);
const pages = ["AGENTS.md", "CONTRIBUTING.md", "SECURITY.md"];

it.each(pages)("%s names only files and folders that exist", (page) => {
  const paths = [
    ...read(page).matchAll(/`((?:src|test|docs|examples|scripts|bench|api)\/[^`\s]*)`/g),
  ]
    .map(([, path = ""]) => path)
    .concat([...read(page).matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, path = ""]) => path))
    // What a recipe asks to write.
    .filter((path) => !path.includes("<"));

  expect(paths).not.toEqual([]);
  expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

it.each([...pages, ".github/workflows/ci.yml", ".ci/run"])(
  "%s names only npm scripts that exist",
  (page) => {
    const scripts = [...read(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)];
    const known = new Set(Object.keys(manifest.scripts));

    expect(scripts.map(([, script = ""]) => script).filter((script) => !known.has(script))).toEqual(
      [],
    );
  },
);

function read(page: string): string {
  return readFileSync(new URL(page, root), "utf8");
}
