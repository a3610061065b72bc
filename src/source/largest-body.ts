import { methodCall, calleeName, propertyOf } from "./calls.ts";
import { allNodes, nodesAt, type SyntaxNode } from "./syntax-node.ts";

/** Returns the largest `limit` of the body parsers in a module, in bytes; 0 if none has one. */
export function largestBody(program: SyntaxNode): number {
  const limits = allNodes(program).map(({ node }) => {
    if (node.type !== "CallExpression") return 0;
    const name = methodCall(node)?.method ?? calleeName(node) ?? "";
    if (!/^(?:json|raw|text|urlencoded)$/.test(name)) return 0;
    return toBytes(propertyOf(nodesAt(node, "arguments")[0], "limit")?.["value"]);
  });
  return limits.reduce((largest, limit) => Math.max(largest, limit), 0);
}

const units: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["b", 1],
  ["kb", 1024],
  ["mb", 1024 ** 2],
  ["gb", 1024 ** 3],
]);

/** Reads a size as Express's parsers do: a number of bytes, or a text such as `50mb`. */
function toBytes(limit: unknown): number {
  if (typeof limit === "number") return limit;
  const [, amount = "", unit = ""] =
    /^(\d{1,12}(?:\.\d{1,6})?) ?([kmg]?b)?$/i.exec(String(limit)) ?? [];
  return Number(amount) * (units.get(unit.toLowerCase()) ?? 1);
}
