import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

/**
 * Checks the types of `use.ts` and of what it imports as a strict project does, and resolves to what the compiler says.
 * The files are in a folder of their own.
 */
export async function typecheck(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "generated-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), text);
    }
    const options = "--noEmit --strict --skipLibCheck --target es2023 --lib es2023,dom --types";
    const flags = [
      ...options.split(" "),
      "",
      "--module",
      "nodenext",
      "--allowImportingTsExtensions",
    ];
    const compiled = run(process.execPath, [tsc, ...flags, "use.ts"], { cwd: folder });
    const { stdout } = await compiled.catch((error: { stdout: string }) => error);
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
