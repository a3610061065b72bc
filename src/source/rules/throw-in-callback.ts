import { calleeName, methodCall } from "../calls.ts";
import { isFunctionNode } from "../functions.ts";
import { isInHandler } from "../handlers.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, nodeAt, type Placed } from "../syntax-node.ts";
import { isErrorFirst } from "./dropped-error.ts";

/** Finds `throw` in callbacks that run after the handler has returned: of timers, emitters and error-first functions. */
export const throwInCallback: SourceRule = {
  id: "throw-in-callback",
  reason:
    "The callback runs after the handler has returned. What it throws does not reach Express, and ends the process.",
  cure: "Pass the error to next, or wrap the callback: callbackHandler(next, …), guardCallback(…) of express-backstop/process.",
  find: (program) =>
    allNodes(program)
      .filter(({ node }) => node.type === "ThrowStatement")
      .filter(isStray)
      .map(({ node }) => node),
};

function isStray({ node, around }: Placed): boolean {
  let inner = node;
  for (const [index, outer] of around.entries()) {
    if (outer.type === "TryStatement" && nodeAt(outer, "block") === inner && outer["handler"])
      return false;
    if (isFunctionNode(outer)) {
      const callback = { node: outer, around: around.slice(index + 1) };
      const outside = { node: callback.around[0] ?? outer, around: callback.around.slice(1) };
      return outer["async"] !== true && runsLater(callback) && isInHandler(outside);
    }
    inner = outer;
  }
  return false;
}

function runsLater(callback: Placed): boolean {
  const [call] = callback.around;
  if (call?.type !== "CallExpression") return false;
  const method = methodCall(call)?.method;
  if (method !== undefined && emitting.has(method)) return true;
  return timers.has(calleeName(call) ?? "") || isErrorFirst(callback);
}

const emitting: ReadonlySet<string> = new Set(["addListener", "on", "once", "nextTick"]);
const timers: ReadonlySet<string> = new Set([
  "queueMicrotask",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);
