import { methodCall, nameOf, rootOf } from "./calls.ts";
import { allNodes, bare, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

/** The knowledge after some statements have run. */
interface Flow {
  /** The response that may have been sent by then, with the code after it still running. */
  readonly sent: SyntaxNode | undefined;
  /** Whether the statements end the function or leave the loop, on every path. */
  readonly ends: boolean;
  /** The response that was sent before a `break`. */
  readonly broken?: SyntaxNode | undefined;
}

/**
 * Returns the responses in a function after which it can go on to a second response.
 *
 * @param body The block of the function. Functions inside of it run at other times, so they are left out.
 * @param responses The names of the response.
 * @param nexts The names of Express's `next`.
 */
export function sentTwice(
  body: SyntaxNode,
  responses: ReadonlySet<string>,
  nexts: ReadonlySet<string>,
): readonly SyntaxNode[] {
  const found = new Set<SyntaxNode>();
  let depth = 0;
  runAll(nodesAt(body, "body"), undefined);
  return [...found];

  function runAll(statements: readonly SyntaxNode[], before: SyntaxNode | undefined): Flow {
    let sent = before;
    let broken: SyntaxNode | undefined;
    for (const statement of depth < maximumDepth ? statements : []) {
      depth += 1;
      const flow = run(statement, sent);
      depth -= 1;
      broken ??= flow.broken;
      if (flow.ends) return { ...flow, broken };
      sent = flow.sent;
    }
    return { sent, ends: false, broken };
  }

  function runOne(statement: SyntaxNode | undefined, sent: SyntaxNode | undefined): Flow {
    return runAll(statement ? [statement] : [], sent);
  }

  function run(statement: SyntaxNode, sent: SyntaxNode | undefined): Flow {
    switch (statement.type) {
      case "BlockStatement":
        return runAll(nodesAt(statement, "body"), sent);
      case "ExpressionStatement":
        return { sent: respond(nodeAt(statement, "expression"), sent), ends: false };
      case "ReturnStatement":
        respond(nodeAt(statement, "argument"), sent);
        return { sent: undefined, ends: true };
      case "ThrowStatement":
      case "ContinueStatement":
        return { sent: undefined, ends: true };
      case "BreakStatement":
        return { sent: undefined, ends: true, broken: sent };
      case "IfStatement":
        return branch(statement, sent);
      case "SwitchStatement":
        return choose(statement, sent);
      case "TryStatement":
        return attempt(statement, sent);
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "LabeledStatement": {
        const flow = runOne(nodeAt(statement, "body"), sent);
        return { sent: flow.sent ?? flow.broken ?? sent, ends: false };
      }
      default:
        return { sent, ends: false };
    }
  }

  function branch(statement: SyntaxNode, sent: SyntaxNode | undefined): Flow {
    const yes = runOne(nodeAt(statement, "consequent"), sent);
    const no = runOne(nodeAt(statement, "alternate"), sent);
    // The code looks whether the response was sent, so it knows.
    if (asksWhetherSent(nodeAt(statement, "test")))
      return { sent: undefined, ends: no.ends && yes.ends };
    return merge([yes, no]);
  }

  function choose(statement: SyntaxNode, before: SyntaxNode | undefined): Flow {
    const flows: Flow[] = [];
    let carried: SyntaxNode | undefined;
    let hasDefault = false;
    for (const one of nodesAt(statement, "cases")) {
      hasDefault ||= !nodeAt(one, "test");
      // A case without `break` runs into the next one.
      const flow = runAll(nodesAt(one, "consequent"), carried ?? before);
      carried = flow.ends ? undefined : flow.sent;
      flows.push(
        flow.ends && flow.broken !== undefined ? { sent: flow.broken, ends: false } : flow,
      );
    }
    const leavesByBreak = allNodes(statement).some(({ node }) => node.type === "BreakStatement");
    const after = merge(hasDefault ? flows : [...flows, { sent: before, ends: false }]);
    return { sent: after.sent, ends: after.ends && !leavesByBreak };
  }

  function attempt(statement: SyntaxNode, sent: SyntaxNode | undefined): Flow {
    const tried = runOne(nodeAt(statement, "block"), sent);
    const handler = nodeAt(nodeAt(statement, "handler"), "body");
    // What has failed may have failed before it has sent anything.
    const flows = handler ? [tried, runOne(handler, sent)] : [tried];
    const after = merge(flows);
    const last = runOne(nodeAt(statement, "finalizer"), after.sent);
    return { sent: last.sent, ends: after.ends || last.ends, broken: after.broken };
  }

  /** Notes a second response, and returns the response that has been sent after the expression. */
  function respond(
    given: SyntaxNode | undefined,
    sent: SyntaxNode | undefined,
  ): SyntaxNode | undefined {
    const expression = bare(given);
    if (expression?.type === "LogicalExpression") {
      return respond(nodeAt(expression, "right"), sent) ?? sent;
    }
    if (expression?.type === "ConditionalExpression") {
      const yes = respond(nodeAt(expression, "consequent"), sent);
      return respond(nodeAt(expression, "alternate"), sent) ?? yes;
    }
    const kind = kindOf(expression);
    if (!expression || kind === undefined) return sent;
    if (sent && kind === "response") found.add(sent);
    return expression;
  }

  function kindOf(expression: SyntaxNode | undefined): "response" | "pass" | undefined {
    if (expression?.type !== "CallExpression") return undefined;
    const given = nodesAt(expression, "arguments");
    if (nexts.has(nameOf(nodeAt(expression, "callee")) ?? "")) {
      return given.length > 0 ? "response" : "pass";
    }
    const call = methodCall(expression);
    if (!call || !sending.has(call.method) || !responses.has(nameOf(rootOf(expression)) ?? "")) {
      return undefined;
    }
    // A second end() without a body does nothing.
    return call.method === "end" && given.length === 0 ? "pass" : "response";
  }
}

/** Generated code can be nested more deeply than the stack allows. */
const maximumDepth = 200;

/** The methods that end a response. */
const sending: ReadonlySet<string> = new Set(
  "download end json jsonp redirect render send sendFile sendStatus sendfile".split(" "),
);

function asksWhetherSent(test: SyntaxNode | undefined): boolean {
  if (!test) return false;
  return allNodes(test).some(({ node }) =>
    /^(?:headersSent|writableEnded|finished)$/.test(nameOf(node) ?? ""),
  );
}

/** Returns what is known after one of some flows. */
function merge(flows: readonly Flow[]): Flow {
  const going = flows.filter(({ ends }) => !ends);
  return {
    sent: going.find(({ sent }) => sent)?.sent,
    ends: flows.length > 0 && going.length === 0,
    broken: flows.find(({ broken }) => broken)?.broken,
  };
}
