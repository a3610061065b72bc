import { bare, nodeAt, nodesAt, type SyntaxNode, textAt } from "./syntax-node.ts";

/** A call of a method: `object.method(…)`. */
export interface MethodCall {
  readonly object: SyntaxNode | undefined;
  readonly method: string;
  readonly arguments: readonly SyntaxNode[];
}

/** Returns the parts of a call of a method; undefined for any other node. */
export function methodCall(node: SyntaxNode | undefined): MethodCall | undefined {
  const call = bare(node);
  if (call?.type !== "CallExpression") return undefined;
  const callee = bare(nodeAt(call, "callee"));
  const method = propertyName(callee);
  if (callee?.type !== "MemberExpression" || method === undefined) return undefined;
  return { object: bare(nodeAt(callee, "object")), method, arguments: nodesAt(call, "arguments") };
}

/** Returns the name of a called function, also of a method; undefined if the node is not a call. */
export function calleeName(node: SyntaxNode | undefined): string | undefined {
  const call = bare(node);
  if (call?.type !== "CallExpression" && call?.type !== "NewExpression") return undefined;
  const callee = bare(nodeAt(call, "callee"));
  return nameOf(callee) ?? propertyName(callee);
}

/** Returns the name of an identifier. */
export function nameOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === "Identifier" ? textAt(node, "name") : undefined;
}

/** Returns the name of the property that a member expression reads. */
export function propertyName(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== "MemberExpression") return undefined;
  const property = nodeAt(node, "property");
  return node["computed"] === true ? stringOf(property) : textAt(property, "name");
}

/** Returns the value of a string literal. */
export function stringOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === "Literal" ? textAt(node, "value") : undefined;
}

/** Returns the value of a property of an object literal. */
export function propertyOf(object: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
  const property = nodesAt(object, "properties").find((one) => {
    const key = nodeAt(one, "key");
    return (one["computed"] !== true && nameOf(key) === name) || stringOf(key) === name;
  });
  return bare(nodeAt(property, "value"));
}

/** Returns the leftmost expression of a chain: `res` in `res.status(404).json(body)`. */
export function rootOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = bare(node);
  while (at?.type === "CallExpression" || at?.type === "MemberExpression") {
    at = bare(nodeAt(at, at.type === "CallExpression" ? "callee" : "object"));
  }
  return at;
}
