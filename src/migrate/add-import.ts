import { nameOf, stringOf } from "../source/calls.ts";
import { importsOf } from "../source/imports.ts";
import { nodeAt, nodesAt, type SyntaxNode } from "../source/syntax-node.ts";
import { type Edit, endOf, insert, startOf } from "./edit.ts";

/**
 * Returns the edits that import names from a package: into its import if the module has one, else after the last import,
 * or as `require` in a module of CommonJS.
 *
 * @param wanted The names of the exports, by the local names.
 * @param packageName The package. Default: this one.
 */
export function addImport(
  program: SyntaxNode,
  wanted: ReadonlyMap<string, string>,
  packageName = "express-backstop",
): readonly Edit[] {
  const known = importsOf(program);
  const missing = [...wanted].filter(([local]) => known.get(local)?.module !== packageName);
  if (missing.length === 0) return [];
  const statements = nodesAt(program, "body");
  const own = statements.find(
    (one) =>
      one.type === "ImportDeclaration" && isFrom(one, packageName) && one["importKind"] !== "type",
  );
  const last = nodesAt(own, "specifiers").at(-1);
  if (last?.type === "ImportSpecifier") {
    return [insert(endOf(last), missing.map((name) => `, ${toSpecifier(name, " as ")}`).join(""))];
  }
  const imports = statements.filter(({ type }) => type === "ImportDeclaration");
  const text =
    imports.length > 0 || !usesRequire(statements)
      ? toEsm(missing, packageName)
      : toCjs(missing, packageName);
  const before = imports.at(-1) ?? statements.findLast(isRequire);
  if (before) return [insert(endOf(before), `\n${text}`)];
  const [first] = statements;
  return [insert(first ? startOf(first) : 0, `${text}\n`)];
}

type Name = readonly [local: string, exported: string];

function toEsm(names: readonly Name[], packageName: string): string {
  return `import { ${names.map((name) => toSpecifier(name, " as ")).join(", ")} } from "${packageName}";`;
}

function toCjs(names: readonly Name[], packageName: string): string {
  return `const { ${names.map((name) => toSpecifier(name, ": ")).join(", ")} } = require("${packageName}");`;
}

function toSpecifier([local, exported]: Name, separator: string): string {
  return local === exported ? local : `${exported}${separator}${local}`;
}

function isFrom(statement: SyntaxNode, packageName: string): boolean {
  return stringOf(nodeAt(statement, "source")) === packageName;
}

function usesRequire(statements: readonly SyntaxNode[]): boolean {
  return statements.some(isRequire);
}

function isRequire(statement: SyntaxNode): boolean {
  const init =
    nodeAt(nodesAt(statement, "declarations")[0], "init") ?? nodeAt(statement, "expression");
  return init?.type === "CallExpression" && nameOf(nodeAt(init, "callee")) === "require";
}
