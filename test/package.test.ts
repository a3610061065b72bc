import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const { exports } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { exports: Record<string, unknown> };
const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");

it("exports exactly the names in package.exports", async () => {
  const names: Record<string, string[]> = {};
  for (const entry of entries) {
    const module = (await import(`express-backstop${entry.slice(1)}`)) as object;
    names[entry] = Object.keys(module).toSorted();
  }

  await expect(`${JSON.stringify(names, undefined, 2)}\n`).toMatchFileSnapshot("package.exports");
});

it("loads no client of HTTP and WebSockets, which an import of node:http brings along on Node 22 and later", () => {
  const imports = entries.map((entry) => `await import("express-backstop${entry.slice(1)}");`);
  const program = `${imports.join("\n")}
    console.log(process.moduleLoadList.filter((name) => name.includes("undici")).join());`;

  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  const env = { ...process.env, NODE_OPTIONS: "--conditions=express-backstop/source" };
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });

  expect({ stdout, stderr }).toEqual({ stdout: "\n", stderr: "" });
});
