import { calleeName, propertyOf } from "../calls.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodesAt, type SyntaxNode } from "../syntax-node.ts";

/** Finds the option debug of errorHandler where it is on, or allowed, in production too. */
export const debugInProduction: SourceRule = {
  id: "debug-in-production",
  reason:
    "debug shows stacks and source code. Without a condition, the app refuses to start in production, or shows them there.",
  cure: 'Write debug: process.env.NODE_ENV !== "production".',
  find: (program) =>
    allNodes(program).flatMap(({ node }) => {
      if (node.type !== "CallExpression" || calleeName(node) !== "errorHandler") return [];
      const debug = propertyOf(nodesAt(node, "arguments")[0], "debug");
      return debug && isAlwaysOn(debug) ? [debug] : [];
    }),
};

function isAlwaysOn(debug: SyntaxNode): boolean {
  return debug["value"] === true || debug.type === "ObjectExpression";
}
