import { isFunctionNode, parametersAround, responseNames } from "../functions.ts";
import { handlersByPosition } from "../handlers.ts";
import { sentTwice } from "../sent-twice.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodeAt } from "../syntax-node.ts";

/** Finds responses after which a handler goes on and responds again. */
export const missingReturn: SourceRule = {
  id: "missing-return",
  reason:
    "After this response, the handler goes on and responds a second time, which fails: the headers are sent already.",
  cure: "Write return before the response, or put the rest in else.",
  find(program) {
    const handlers = handlersByPosition(program);
    return allNodes(program).flatMap(({ node, around }) => {
      if (!isFunctionNode(node)) return [];
      const names = parametersAround({ node, around });
      const responses = new Set(responseNames.filter((name) => names.has(name)));
      const nexts = new Set(["next"].filter((name) => names.has(name)));
      for (const one of [node, ...around]) {
        const { response, next } = handlers.get(one) ?? {};
        if (response !== undefined) responses.add(response);
        if (next !== undefined) nexts.add(next);
      }
      const body = nodeAt(node, "body");
      return body?.type === "BlockStatement" ? sentTwice(body, responses, nexts) : [];
    });
  },
};
