import { calleeName, nameOf, stringOf } from "../source/calls.ts";
import { importsOf } from "../source/imports.ts";
import {
  allNodes,
  bare,
  nodeAt,
  nodesAt,
  type Placed,
  type SyntaxNode,
} from "../source/syntax-node.ts";

/** The import of one package in a module. */
export interface PackageImport {
  /** The statement. */
  readonly statement: SyntaxNode;
  /** The local names, with the names of the exports that they stand for; `default` for the whole package. */
  readonly names: ReadonlyMap<string, string>;
  /** The uses of the local names, without those in the statement. */
  readonly uses: readonly Placed[];
}

/** Returns the import or the `require` of a package; undefined if the module has none of its own statement. */
export function importOf(program: SyntaxNode, packageName: string): PackageImport | undefined {
  const statement = nodesAt(program, "body").find((one) => isImport(one, packageName));
  if (!statement) return undefined;
  const names = new Map<string, string>();
  for (const [local, { module, name }] of importsOf(program)) {
    if (module === packageName) names.set(local, name);
  }
  const uses = allNodes(program).filter(
    ({ node, around }) =>
      names.has(nameOf(node) ?? "") && !around.includes(statement) && !isProperty(node, around[0]),
  );
  return { statement, names, uses };
}

function isImport(statement: SyntaxNode, packageName: string): boolean {
  if (statement.type === "ImportDeclaration") {
    return stringOf(nodeAt(statement, "source")) === packageName;
  }
  const [declarator, ...others] = nodesAt(statement, "declarations");
  const call = bare(nodeAt(declarator, "init") ?? nodeAt(statement, "expression"));
  if (others.length > 0 || call?.type !== "CallExpression" || calleeName(call) !== "require")
    return false;
  return stringOf(nodesAt(call, "arguments")[0]) === packageName;
}

function isProperty(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  const isMember = parent?.type === "MemberExpression" && nodeAt(parent, "property") === node;
  const isKey = parent?.type === "Property" && nodeAt(parent, "key") === node;
  return (isMember && parent["computed"] !== true) || (isKey && parent["shorthand"] !== true);
}
