import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFolder } from "./import-block.ts";
import { type Block, blocksOf, filesIn, pages, read, root } from "./pages.ts";
import { sandbox } from "./sandbox.ts";
import { moduleWriter } from "./to-module.ts";

/** A formatter breaks lines where it likes. */
const squeezed = (code: string): string =>
  code.replaceAll(/\s/g, "").replaceAll(/,([)}\]])/g, "$1");

const tested = ["examples", "test"]
  .flatMap((folder) => filesIn(folder, ".ts"))
  .filter((path) => !path.startsWith("test/docs/."))
  .map((path) => squeezed(read(path)));

/** Returns true for a block that is part of an example or a test, where it is compiled and run. */
const isExcerpt = ({ code }: Block): boolean => {
  const text = squeezed(code);
  return tested.some((source) => source.includes(text));
};

const blocks = pages
  .flatMap((page) => blocksOf(page, ["ts", "js"]))
  .filter((block) => !isExcerpt(block))
  .map(({ name, code, runs }, index) => ({ name, code, runs, file: `block-${index}.ts` }));

let folder: string;

beforeAll(async () => {
  folder = createFolder();
  const toModule = await moduleWriter();
  for (const block of blocks) writeFileSync(join(folder, block.file), toModule(block.code));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the code in the README and in docs/", () => {
  it("compiles", () => {
    const config = { extends: "../../../../tsconfig.json", include: ["*.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));

    const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
    const args = [tsc, "--project", folder, "--pretty", "false"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: "utf8",
      cwd: folder,
    });

    expect({ status, output: named(stdout + stderr) }).toEqual({ status: 0, output: "" });
  });

  it.each(blocks.filter(({ runs }) => runs))("runs: $name", async ({ file }) => {
    await using running = sandbox();

    await expect(import(join(folder, file))).resolves.toBeDefined();
    expect(running.servers.length).toBeLessThan(2);
  });
});

/** Says in the compiler's messages which block each file is. */
function named(output: string): string {
  return blocks.reduce((text, { file, name }) => text.replaceAll(`${file}(`, `${name} (`), output);
}
