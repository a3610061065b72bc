import { methodCall } from "../calls.ts";
import { parameterNames, usesOf } from "../functions.ts";
import { registeredHandlers } from "../handlers.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodeAt, type SyntaxNode } from "../syntax-node.ts";

/** Finds async handlers that Express 4 calls without asyncHandler. */
export const unwrappedAsyncHandler: SourceRule = {
  id: "unwrapped-async-handler",
  reason:
    "Express 4 ignores the promise of a handler: a rejection is unhandled, which ends the process.",
  cure: "Write asyncHandler(async (req, res) => { … }), or use Express 5.",
  find: (program) =>
    registeredHandlers(program).filter(
      (handler) => handler["async"] === true && !passesFailuresOn(handler),
    ),
};

/** Returns true if a handler catches failures and uses `next`: it may pass all of them on. */
function passesFailuresOn(handler: SyntaxNode): boolean {
  const body = nodeAt(handler, "body");
  if (!body || !allNodes(body).some(({ node }) => catches(node))) return false;
  const names = parameterNames(handler).slice(2, 4);
  return names.some((name) => name !== undefined && usesOf(name, body).length > 0);
}

function catches(node: SyntaxNode): boolean {
  if (node.type === "CatchClause") return true;
  const call = node.type === "CallExpression" ? methodCall(node) : undefined;
  return call?.method === "catch" || (call?.method === "then" && call.arguments.length > 1);
}
