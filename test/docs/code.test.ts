import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Server } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fixtures } from "./fixtures.ts";
import { type Block, blocksOf, filesIn, pages, read, root } from "./pages.ts";

/** A formatter breaks lines where it likes. */
const squeezed = (code: string): string => code.replaceAll(/\s/g, "").replaceAll(/,([)}\]])/g, "$1");

const tested = ["examples", "test"]
  .flatMap((folder) => filesIn(folder, ".ts"))
  .filter((path) => !path.startsWith("test/docs/."))
  .map((path) => squeezed(read(path)));

/** What stands in an example or in a test is compiled and run there. */
const isExcerpt = ({ code }: Block): boolean => {
  const text = squeezed(code);
  return tested.some((source) => source.includes(text));
};

const blocks = pages
  .flatMap((page) => blocksOf(page, ["ts", "js"]))
  .filter((block) => !isExcerpt(block))
  .map((block, index) => ({ ...block, file: `block-${index}.ts` }));

const parent = fileURLToPath(new URL("test/docs/.blocks/", root));
let folder: string;

beforeAll(async () => {
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(parent);
  const names = await exportedNames();
  for (const block of blocks) writeFileSync(join(folder, block.file), toModule(block, names));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

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
    await using _process = tidied();

    await import(join(folder, file));
  });
});

/** Says in the compiler's messages which block each file is. */
function named(output: string): string {
  return blocks.reduce((text, { file, name }) => text.replaceAll(`${file}(`, `${name} (`), output);
}

/** Completes a block: it may use the fixtures without declaring them, and, if it imports none, the package's exports. */
function toModule({ code: text }: Block, names: ReadonlyMap<string, string>): string {
  const code = text.replaceAll(/^ *\/\/.*$/gm, "");
  const used = new Set(code.match(/(?<![.\w])[A-Za-z]\w*\b(?!:)/g));
  const declared = new Set(
    [...code.matchAll(/\b(?:const|let|class|function)\s+(\w+)/g)].map(([, name = ""]) => name),
  );
  const needed = Object.keys(fixtures()).filter((name) => used.has(name) && !declared.has(name));
  const imports = code.includes('from "express-backstop')
    ? []
    : [...names].filter(([name]) => used.has(name) && !declared.has(name));
  const lines = imports.map(([name, entry]) => `import { ${name} } from "${entry}";`);
  if (needed.length > 0) {
    lines.push(
      'import { fixtures } from "../../fixtures.ts";',
      `const { ${needed.join(", ")} } = fixtures();`,
    );
  }
  // On one line, so that line 2 of the file is line 1 of the block.
  return `${lines.join(" ")} export {};\n${text}`;
}

/** Finds the entry that each value is exported from; the root comes first. */
async function exportedNames(): Promise<ReadonlyMap<string, string>> {
  const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, unknown> };
  const names = new Map([["z", "zod"]]);
  for (const entry of Object.keys(exports).filter((each) => each !== "./package.json")) {
    const specifier = `express-backstop${entry.slice(1)}`;
    const module = (await import(/* @vite-ignore */ specifier)) as object;
    for (const name of Object.keys(module)) if (!names.has(name)) names.set(name, specifier);
  }
  return names;
}

/** Lets servers listen on free ports, and closes them and takes a block's listeners off the process afterwards. */
function tidied(): AsyncDisposable {
  const events = ["uncaughtException", "unhandledRejection", "SIGTERM", "SIGINT"] as const;
  const before = events.map((event) => process.listeners(event));
  const servers: Server[] = [];
  const { listen } = Server.prototype;
  const spy = vi.spyOn(Server.prototype, "listen").mockImplementation(function (
    this: Server,
    ...args: unknown[]
  ) {
    servers.push(this);
    const ready = args.findLast((arg) => typeof arg === "function");
    return Reflect.apply(listen, this, [0, "127.0.0.1", ready]) as Server;
  });
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  return {
    async [Symbol.asyncDispose]() {
      spy.mockRestore();
      log.mockRestore();
      for (const [index, event] of events.entries()) {
        for (const listener of process.listeners(event)) {
          if (!before[index]?.includes(listener as never)) process.off(event, listener);
        }
      }
      for (const server of servers) {
        await new Promise((resolve) => {
          server.close(resolve);
        });
      }
    },
  };
}
