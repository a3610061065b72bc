/**
 * What does a catalog of 300 errors cost tsc, over the same 300 zod schemas without one?
 *
 * Run: npm run build && npx tsx bench/catalog-types.ts [path of another TypeScript's tsc]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const tsc = process.argv[2] ?? join(root, "node_modules/typescript/bin/tsc");
const codes = Array.from({ length: 300 }, (_, index) => `some_error_${index}`);
const statuses = [400, 403, 404, 409, 422, 429, 503];
const runs = 5;

/** Each with two members, one of which no other has. */
const declarations = (more = ""): string =>
  codes
    .map((code, index) => {
      const status = statuses[index % statuses.length];
      const data = `z.object({ id: z.string(), n${index}: z.number() })`;
      return `  ${code}: { status: ${status}, title: "Title ${index}", data: ${data}${more} },\n`;
    })
    .join("");
const lines = (write: (code: string, index: number) => string): string =>
  codes.map((code, index) => write(code, index)).join("\n");

const imports = `import { z } from "zod";
import { defineErrors } from "express-backstop/catalog";
import { readProblem } from "express-backstop/client";
export { defineErrors, readProblem, z };
`;
const schemas = `${imports}export const errors = {\n${declarations()}};\n`;
const declared = `${imports}export const errors = defineErrors({\n${declarations()}});\n`;

const programs: Readonly<Record<string, string>> = {
  "300 schemas": schemas,
  "300 schemas, each inferred": `${schemas}${lines(
    (code, index) =>
      `export const v${index}: z.infer<typeof errors.${code}.data> = { id: "a", n${index}: 1 };`,
  )}`,
  "300 errors": declared,
  "300 errors, each thrown": `${declared}${lines(
    (code, index) => `errors.${code}({ id: "a", n${index}: 1 });`,
  )}`,
  "300 errors, each with a detail": `${imports}export const errors = defineErrors({\n${declarations(
    ", detail: (data) => data.id",
  )}});\n`,
  "300 errors, each read": `${declared}const problem = await readProblem(new Response(), errors);
if (problem.known) {
  switch (problem.code) {
${lines((code, index) => `    case "${code}": problem.n${index}.toFixed(); break;`)}
    default: problem satisfies never;
  }
}
`,
};

const folder = mkdtempSync(join(tmpdir(), "catalog-types-"));
try {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/express-backstop"));
  symlinkSync(join(root, "node_modules/zod"), join(folder, "node_modules/zod"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  console.log(execFileSync(process.execPath, [tsc, "--version"], { encoding: "utf8" }).trim());
  const rows = Object.entries(programs).map(([name, source]) => [name, measure(source)] as const);
  console.table(Object.fromEntries(rows));
} finally {
  rmSync(folder, { recursive: true });
}

/** Checks a program several times: what is counted is the same each time, of the times it is the shortest. */
function measure(source: string): Record<string, number> {
  const file = join(folder, "program.ts");
  writeFileSync(file, source);
  const outputs = Array.from({ length: runs }, () => check(file));
  const [first = ""] = outputs;
  return {
    "check, s": Math.min(...outputs.map((output) => figure(output, "Check time"))),
    "total, s": Math.min(...outputs.map((output) => figure(output, "Total time"))),
    types: figure(first, "Types"),
    instantiations: figure(first, "Instantiations"),
  };
}

function check(file: string): string {
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--extendedDiagnostics"];
  const language = ["--target", "es2022", "--module", "nodenext", "--lib", "es2023,dom"];
  return execFileSync(process.execPath, [tsc, ...options, ...language, file], {
    encoding: "utf8",
    cwd: folder,
  });
}

function figure(output: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output)?.[1] ?? Number.NaN);
}
