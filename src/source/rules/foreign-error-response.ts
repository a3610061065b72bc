import { nameOf, propertyOf, rootOf } from "../calls.ts";
import { type Imported, importsOf } from "../imports.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodeAt, nodesAt, type SyntaxNode } from "../syntax-node.ts";

/** Finds rate limiters and proxies that send error responses of their own. */
export const foreignErrorResponse: SourceRule = {
  id: "foreign-error-response",
  reason:
    "This middleware sends its error responses itself, as text and not as a problem, so that clients have to know two formats.",
  cure: "Write app.use(replaceErrorResponses()) after requestContext, or let its own option pass an error to next: handler of express-rate-limit, on.error of http-proxy-middleware.",
  find(program) {
    const imports = importsOf(program);
    return allNodes(program).flatMap(({ node }) => {
      if (node.type !== "CallExpression") return [];
      const imported = imports.get(nameOf(rootOf(node)) ?? "");
      return imported && respondsItself(node, imported) ? [node] : [];
    });
  },
};

function respondsItself(call: SyntaxNode, { module, name }: Imported): boolean {
  const isMethod = nodeAt(call, "callee")?.type === "MemberExpression";
  const options = nodesAt(call, "arguments").at(-1);
  if (options?.type === "Identifier") return false;
  if (module === "express-rate-limit") {
    const makesLimiter = !isMethod && ["default", "rateLimit"].includes(name);
    return makesLimiter && propertyOf(options, "handler") === undefined;
  }
  if (module === "http-proxy-middleware") {
    const makesProxy = !isMethod && ["createProxyMiddleware", "default"].includes(name);
    const onError =
      propertyOf(propertyOf(options, "on"), "error") ?? propertyOf(options, "onError");
    return makesProxy && onError === undefined;
  }
  return false;
}
