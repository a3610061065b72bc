import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const { exports } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { exports: Record<string, unknown> };
const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");

it("exports these names, and no other", async () => {
  const names: Record<string, string[]> = {};
  for (const entry of entries) {
    const module = (await import(`express-backstop${entry.slice(1)}`)) as object;
    names[entry] = Object.keys(module).toSorted();
  }

  await expect(`${JSON.stringify(names, undefined, 2)}\n`).toMatchFileSnapshot("package.exports");
});
