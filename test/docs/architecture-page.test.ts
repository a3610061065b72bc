import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { read, root } from "./pages.ts";

it("AGENTS.md shows the folders and files of src/ as they are", () => {
  const [, tree = ""] = /^src\/\n([\s\S]*?)^test\//m.exec(read("AGENTS.md")) ?? [];
  const shown = [...tree.matchAll(/^ {2}(\S+)/gm)].map(([, name = ""]) => name.replace(/\/$/, ""));

  expect(shown.toSorted()).toEqual(readdirSync(new URL("src", root)).toSorted());
});
