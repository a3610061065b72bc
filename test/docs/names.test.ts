import { describe, expect, it } from "vitest";
import { exportedNames } from "./exported-names.ts";
import { filesIn, type Page, pages, read } from "./pages.ts";

const docs = pages.filter(({ path }) => path.startsWith("docs/"));
const names = await exportedNames();

describe("the pages of docs/", () => {
  it("name every value that the package exports", () => {
    const missing = [...names.keys()].filter(
      (name) => !docs.some(({ text }) => new RegExp(`\`${name}\\b`).test(text)),
    );

    expect(missing).toEqual([]);
  });

  it("have no heading about a value that the package does not export", () => {
    const headings = docs
      .filter(({ path }) => path !== "docs/errors.md" && path !== "docs/troubleshooting.md")
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^#+ `(\w+)`$/gm)].map(([, name = ""]) => ({ path, name })),
      );

    expect(headings.length).toBeGreaterThan(20);
    expect(headings.filter(({ name }) => !names.has(name))).toEqual([]);
  });

  it("name every entry of the package, and no other", () => {
    const { exports } = JSON.parse(read("package.json")) as { exports: object };
    const entries = Object.keys(exports)
      .filter((entry) => entry !== "./package.json")
      .map((entry) => `express-backstop${entry.slice(1)}`);
    const named = docs.flatMap(({ text }) => text.match(/express-backstop(?:\/[a-z-]+)+/g) ?? []);

    expect(new Set(["express-backstop", ...named])).toEqual(new Set(entries));
  });
});

describe("the options", () => {
  const source = filesIn("src", ".ts").map(read).join("\n");
  const tables = pages.flatMap(optionTables);
  const publicInterfaces = [...source.matchAll(/^export interface (\w+Options)\b/gm)]
    .map(([, name = ""]) => name)
    // The factories of a catalog pass them, and nobody else.
    .filter((name) => isExported(name) && name !== "CatalogErrorOptions")
    .concat("OperationDetails", "ErrorSpec", "ConstraintMapping");

  it("of every public interface are in a table", () => {
    const described = new Set(tables.map(({ name }) => name));

    expect(publicInterfaces.filter((name) => !described.has(name))).toEqual([]);
  });

  it.each(tables)("of $name are those that $path lists", ({ name, options }) => {
    expect(options.toSorted()).toEqual(membersOf(source, name).toSorted());
  });

  it("of the error handler are in the README", () => {
    const [, table = ""] = read("README.md").split("## Options of `errorHandler`");

    expect(rowsOf(table).toSorted()).toEqual(membersOf(source, "ErrorHandlerOptions").toSorted());
  });
});

interface OptionTable {
  readonly path: string;
  /** The name of the interface. */
  readonly name: string;
  readonly options: readonly string[];
}

/** Finds the tables that follow a line with the name of an interface: Options (`ErrorHandlerOptions`): */
function optionTables({ path, text }: Page): OptionTable[] {
  return [...text.matchAll(/\(`(\w+)`\)[^\n]*:\n\n(?=\| Option )/g)].map((match) => ({
    path,
    name: match[1] ?? "",
    options: rowsOf(text.slice(match.index)),
  }));
}

/** Returns the first cells of the first table of options in a text, which are in backticks. */
function rowsOf(text: string): string[] {
  const table = text.split("\n\n").find((paragraph) => paragraph.startsWith("| Option ")) ?? "";
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, option = ""]) => option);
}

/** Returns the members of an interface, and of those it extends, as its source has them. */
function membersOf(source: string, name: string): string[] {
  const declaration = new RegExp(
    `^export interface ${name}(?:<[^>]*>)?(?: extends ([\\w, ]+))? \\{\\n([\\s\\S]*?)^\\}`,
    "m",
  ).exec(source);
  const [, bases = "", body = ""] = declaration ?? [];
  const own = [...body.matchAll(/^ {2}readonly (?:(\w+)\??|\[extension: `(x-)[^\]]*\]):/gm)].map(
    ([, member, extension]) => member ?? `${extension}…`,
  );
  const inherited = bases
    .split(",")
    .map((base) => base.trim())
    .filter((base) => base !== "" && base !== "ErrorOptions")
    .flatMap((base) => membersOf(source, base));
  return [...new Set([...inherited, ...own])];
}

/** Returns true if an index file of an entry exports the type. */
function isExported(name: string): boolean {
  return filesIn("src", ".ts")
    .filter((path) => path.endsWith("/index.ts"))
    .some((path) =>
      new RegExp(`\\btype ${name}\\b|\\b${name},|\\{[^}]*\\b${name}\\b[^}]*\\} from`).test(
        read(path),
      ),
    );
}
