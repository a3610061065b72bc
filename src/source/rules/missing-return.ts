import { isFunctionNode, parametersAround } from "../functions.ts";
import { parameterNames, responseNames } from "../functions.ts";
import { registeredHandlers } from "../handlers.ts";
import { sentTwice } from "../sent-twice.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodeAt, type Placed, type SyntaxNode } from "../syntax-node.ts";

/** Finds responses after which a handler goes on and responds again. */
export const missingReturn: SourceRule = {
  id: "missing-return",
  reason:
    "After this response, the handler goes on and responds a second time, which fails: the headers are sent already.",
  cure: "Write return before the response, or put the rest in else.",
  find(program) {
    const secondParameters = new Map(
      registeredHandlers(program).map((handler) => [handler, responseName(handler)]),
    );
    return allNodes(program).flatMap((placed) => {
      if (!isFunctionNode(placed.node)) return [];
      const names = parametersAround(placed);
      const responses = new Set(responseNames.filter((name) => names.has(name)));
      for (const handler of handlersAround(placed)) {
        const name = secondParameters.get(handler);
        if (name !== undefined) responses.add(name);
      }
      const body = nodeAt(placed.node, "body");
      return body?.type === "BlockStatement" ? sentTwice(body, responses, names.has("next")) : [];
    });
  },
};

function responseName(handler: SyntaxNode): string | undefined {
  const names = parameterNames(handler);
  return names[names.length === 4 ? 2 : 1];
}

function handlersAround({ node, around }: Placed): readonly SyntaxNode[] {
  return [node, ...around].filter(isFunctionNode);
}
