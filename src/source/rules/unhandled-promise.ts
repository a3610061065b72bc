import { methodCall } from "../calls.ts";
import { isInHandler } from "../handlers.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodeAt, type SyntaxNode } from "../syntax-node.ts";

/** Finds chains of `then` in handlers that nobody waits for and that have no `catch`. */
export const unhandledPromise: SourceRule = {
  id: "unhandled-promise",
  reason: "Nobody waits for this promise. A rejection is unhandled, which ends the process.",
  cure: "Return the promise, or write await in an async handler; on Express 4, wrap the handler in asyncHandler.",
  find: (program) =>
    allNodes(program)
      .filter((placed) => placed.node.type === "ExpressionStatement" && isInHandler(placed))
      .filter(({ node }) => isUnhandled(nodeAt(node, "expression")))
      .map(({ node }) => node),
};

function isUnhandled(expression: SyntaxNode | undefined): boolean {
  if (expression?.type === "AwaitExpression") return false;
  const methods: string[] = [];
  for (let call = methodCall(expression); call; call = methodCall(call.object)) {
    if (call.method === "then" && call.arguments.length > 1) return false;
    methods.push(call.method);
  }
  return methods.includes("then") && !methods.includes("catch");
}
