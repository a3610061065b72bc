import { nameOf, propertyName } from "./calls.ts";
import { allNodes, nodeAt, nodesAt, type Placed, type SyntaxNode } from "./syntax-node.ts";

/** Returns true if a node is a function. */
export function isFunctionNode(node: SyntaxNode | undefined): node is SyntaxNode {
  return /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(
    node?.type ?? "",
  );
}

/** Returns the names of the parameters of a function; undefined for one that is a pattern. */
export function parameterNames(fn: SyntaxNode): readonly (string | undefined)[] {
  return nodesAt(fn, "params").map((parameter) => {
    const name = nameOf(parameter) ?? nameOf(nodeAt(parameter, "left"));
    return name === "this" ? undefined : name;
  });
}

/** Returns the names of all parameters of the functions around a node. */
export function parametersAround({ node, around }: Placed): ReadonlySet<string> {
  const functions = [node, ...around].filter(isFunctionNode);
  return new Set(functions.flatMap(parameterNames).filter((name) => name !== undefined));
}

/** The names by which handlers call the response. */
export const responseNames: readonly string[] = ["res", "response", "_res"];

/** Returns true if a name is one that people give an error. */
export function isErrorName(name: string | undefined): boolean {
  return name !== undefined && /^_?(?:err|error|er|exc|exception)$/i.test(name);
}

/** Returns the uses of a name inside of a node, without its declaration and without properties of this name. */
export function usesOf(name: string, inside: SyntaxNode): readonly Placed[] {
  return allNodes(inside).filter(({ node, around: [parent] }) => {
    if (nameOf(node) !== name || !parent) return false;
    const isProperty =
      parent.type === "MemberExpression" && nodeAt(parent, "property") === node
        ? propertyName(parent) === name && parent["computed"] !== true
        : parent.type === "Property" &&
          nodeAt(parent, "key") === node &&
          parent["shorthand"] !== true;
    return !isProperty;
  });
}
