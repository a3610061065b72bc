import { exportedNames } from "./exported-names.ts";
import { fixtures } from "./fixtures.ts";

/**
 * Returns a function that completes a block of code: a block may use the fixtures without declaring them and, if it
 * imports nothing from the package, zod and what the package exports. The module exports the app of the fixtures.
 */
export async function moduleWriter(): Promise<(code: string) => string> {
  const names = new Map([["z", "zod"], ...(await exportedNames())]);
  return (code) => toModule(code, names);
}

function toModule(text: string, names: ReadonlyMap<string, string>): string {
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
      needed.includes("app") ? "export { app };" : "",
    );
  }
  // On one line, so that line 2 of the file is line 1 of the block.
  return `${lines.join(" ")} export {};\n${text}`;
}
