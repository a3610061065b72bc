import { calleeName, methodCall, nameOf, propertyName, rootOf, stringOf } from "../calls.ts";
import { isErrorName, isFunctionNode, parameterNames, usesOf } from "../functions.ts";
import { isInHandler } from "../handlers.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodeAt, nodesAt, type Placed, type SyntaxNode } from "../syntax-node.ts";

/** Finds error-first callbacks in handlers that do nothing about the error, or only print it. */
export const droppedError: SourceRule = {
  id: "dropped-error",
  reason:
    "The callback gets an error and goes on as if there were none, or leaves the client waiting.",
  cure: "Write callbackHandler(next, (result) => { … }) in place of the callback, or if (err) return next(err).",
  find: (program) =>
    allNodes(program)
      .filter(
        (placed) =>
          isErrorFirst(placed) && isInHandler({ ...placed, node: placed.around[0] ?? placed.node }),
      )
      .filter(({ node }) => isDropped(node))
      .map(({ node }) => node),
};

/** Returns true for a function that is the last argument of a call, and whose first parameter is an error. */
export function isErrorFirst({ node, around: [call] }: Placed): boolean {
  if (!isFunctionNode(node) || call?.type !== "CallExpression") return false;
  const [first, ...others] = parameterNames(node);
  if (!isErrorName(first) || others.length > 2) return false;
  const given = nodesAt(call, "arguments");
  if (given.at(-1) !== node) return false;
  const {
    method,
    arguments: [event],
  } = methodCall(call) ?? { arguments: [] };
  return !(
    handled.has(calleeName(call) ?? "") ||
    (method !== undefined && stringOf(event) === "error")
  );
}

/** Functions whose callbacks are not error-first, or which care for errors themselves. */
const handled: ReadonlySet<string> = new Set(
  "catch then finally use param asyncHandler callbackHandler guardCallback map filter forEach some every find reduce sort".split(
    " ",
  ),
);

function isDropped(callback: SyntaxNode): boolean {
  const [name = ""] = parameterNames(callback);
  const body = nodeAt(callback, "body");
  if (!body) return false;
  const uses = usesOf(name, body);
  return uses.every((use) => isPrinted(use) || isIdleTest(use));
}

/** Returns true for an argument of `console.error` or of a logger. */
function isPrinted({ around }: Placed): boolean {
  const call = around.find(({ type }) => type === "CallExpression");
  const root = nameOf(rootOf(call));
  const callee = nodeAt(call, "callee");
  const isMethod = propertyName(callee) !== undefined;
  return isMethod && /^(?:console|log|logger|winston|pino|debug)$/i.test(root ?? "");
}

/** Returns true for the test of an `if` whose branch neither ends the function nor calls anything but a logger. */
function isIdleTest({ node, around: [parent, outer] }: Placed): boolean {
  const branch = [parent, outer].find((one) => one?.type === "IfStatement");
  if (!branch || !isTest(branch, node, parent)) return false;
  const consequent = nodeAt(branch, "consequent");
  if (!consequent) return false;
  return !allNodes(consequent).some(
    (placed) =>
      /^(?:ReturnStatement|ThrowStatement|AssignmentExpression)$/.test(placed.node.type) ||
      (placed.node.type === "CallExpression" && !isPrinted({ node, around: [placed.node] })),
  );
}

function isTest(branch: SyntaxNode, node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  const test = nodeAt(branch, "test");
  return test === node || test === parent;
}
