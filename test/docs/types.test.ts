import { expect, it } from "vitest";
import { read } from "./pages.ts";

it("docs/types.md lists every type that the package exports, with its docstring", async () => {
  const { exports } = JSON.parse(read("package.json")) as {
    exports: Record<string, { readonly "express-backstop/source": string }>;
  };
  const sections = Object.entries(exports)
    .map(([entry, { "express-backstop/source": source }]) => ({ entry, source }))
    .filter(({ source }) => source?.endsWith("/index.ts"))
    .map(({ entry, source }) => section(entry, source.slice(2)))
    .filter((text) => text !== "");

  const page = `# Types

The types that each entry exports. This page is generated from the sources: \`npx vitest run test/docs/types.test.ts -u\` writes it.
${sections.join("")}`;
  await expect(page).toMatchFileSnapshot("../../docs/types.md");
});

/** Writes the table of one entry; nothing for an entry that exports no types. */
function section(entry: string, index: string): string {
  const rows = exportedTypes(index).map(
    ({ name, file }) => `| \`${name}\` | ${firstSentence(read(file), name)} |\n`,
  );
  if (rows.length === 0) return "";
  const heading = `\n## \`express-backstop${entry.slice(1)}\`\n\n| Type | Meaning |\n|---|---|\n`;
  return heading + rows.toSorted().join("");
}

interface ExportedType {
  readonly name: string;
  /** The file that declares it. */
  readonly file: string;
}

/** Reads the types that an index file exports from other files. */
function exportedTypes(index: string): ExportedType[] {
  const statements = read(index).matchAll(/^export (type )?\{([^}]*)\} from "([^"]+)";/gm);
  return [...statements].flatMap(([, allTypes, names = "", from = ""]) => {
    const file = new URL(from, `file:///${index}`).pathname.slice(1);
    return names
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "" && (allTypes !== undefined || item.startsWith("type ")))
      .map((item) => ({ name: item.replace("type ", ""), file }));
  });
}

/** Returns the first sentence of the docstring of a declaration. */
function firstSentence(source: string, name: string): string {
  const declaration = new RegExp(
    `/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export (?:interface|type|class) ${name}\\b`,
  );
  const [, docstring = ""] = declaration.exec(source) ?? [];
  const text = docstring
    .replaceAll(/^\s*\*/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const [sentence = ""] = /^.*?\.(?= |$)/.exec(text) ?? [];
  return sentence.replaceAll("|", "\\|");
}
