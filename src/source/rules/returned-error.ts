import { calleeName } from "../calls.ts";
import { isFunctionNode } from "../functions.ts";
import { handlersByPosition } from "../handlers.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, bare, nodeAt, type SyntaxNode } from "../syntax-node.ts";

/** Finds errors that a handler returns. */
export const returnedError: SourceRule = {
  id: "returned-error",
  reason: "Express ignores what a handler returns, so the client waits for a response.",
  cure: "Write throw in place of return, or return next(error).",
  find(program) {
    const handlers = handlersByPosition(program);
    const isHandler = (one: SyntaxNode | undefined): boolean =>
      one !== undefined && handlers.has(one);
    return allNodes(program)
      .filter(({ node, around }) =>
        node.type === "ReturnStatement"
          ? isHandler(around.find(isFunctionNode)) && isNewError(nodeAt(node, "argument"))
          : isHandler(node) && isNewError(nodeAt(node, "body")),
      )
      .map(({ node }) => (node.type === "ReturnStatement" ? node : (nodeAt(node, "body") ?? node)));
  },
};

function isNewError(value: SyntaxNode | undefined): boolean {
  const error = bare(value);
  return error?.type === "NewExpression" && (calleeName(error) ?? "").endsWith("Error");
}
