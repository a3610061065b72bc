import { calleeName, nameOf, stringOf } from "./calls.ts";
import { allNodes, bare, nodeAt, nodesAt, type SyntaxNode, textAt } from "./syntax-node.ts";

/** The export of another module that a local name stands for. */
export interface Imported {
  readonly module: string;
  /** The name of the export; `default` for the whole module too. */
  readonly name: string;
}

/** Returns the names that a module imports or requires. */
export function importsOf(program: SyntaxNode): ReadonlyMap<string, Imported> {
  const found = new Map<string, Imported>();
  for (const { node } of allNodes(program)) {
    if (node.type === "ImportDeclaration") addImport(node, found);
    if (node.type === "VariableDeclarator") addRequire(node, found);
  }
  return found;
}

function addImport(node: SyntaxNode, found: Map<string, Imported>): void {
  const module = stringOf(nodeAt(node, "source"));
  if (module === undefined) return;
  for (const specifier of nodesAt(node, "specifiers")) {
    const local = nameOf(nodeAt(specifier, "local"));
    const imported = nodeAt(specifier, "imported");
    const name = textAt(imported, "name") ?? stringOf(imported) ?? "default";
    if (local !== undefined) found.set(local, { module, name });
  }
}

function addRequire(node: SyntaxNode, found: Map<string, Imported>): void {
  const call = bare(nodeAt(node, "init"));
  if (calleeName(call) !== "require") return;
  const module = stringOf(nodesAt(call, "arguments")[0]);
  const target = nodeAt(node, "id");
  if (module === undefined) return;
  const whole = nameOf(target);
  if (whole !== undefined) found.set(whole, { module, name: "default" });
  for (const property of nodesAt(target, "properties")) {
    const local = nameOf(nodeAt(property, "value"));
    const name = nameOf(nodeAt(property, "key"));
    if (local !== undefined && name !== undefined) found.set(local, { module, name });
  }
}

/** Returns the paths of the modules that a module imports, requires, or exports again. */
export function importedPaths(program: SyntaxNode): readonly string[] {
  return allNodes(program).flatMap(({ node }) => {
    const isRequire = node.type === "CallExpression" && calleeName(node) === "require";
    const path = stringOf(isRequire ? nodesAt(node, "arguments")[0] : nodeAt(node, "source"));
    return path === undefined ? [] : [path];
  });
}
