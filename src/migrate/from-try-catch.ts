import { nameOf } from "../source/calls.ts";
import { parameterNames, usesOf } from "../source/functions.ts";
import { type Registration, registrations } from "../source/handlers.ts";
import { bare, nodeAt, nodesAt, type SyntaxNode } from "../source/syntax-node.ts";
import { type Edit, endOf, insert, startOf } from "./edit.ts";
import { type Migration, nothingToDo } from "./migration.ts";

/** Replaces a `try` around a whole handler whose `catch` only calls `next(error)`. */
export const fromTryCatch: Migration = {
  name: "try-catch",
  page: "migrating/error-middleware.md",
  migrate({ program, text }) {
    const found = registrations(program).filter(
      ({ argument, handler }) => handler === bare(argument),
    );
    const handlers = found.flatMap((one) => toUnwrapped(one) ?? []);
    if (handlers.length === 0) return nothingToDo;
    return {
      edits: handlers.flatMap((one) => unwrap(one, text)),
      imports: new Map([["asyncHandler", "asyncHandler"]]),
      undared: [],
    };
  },
};

interface Unwrapped {
  readonly handler: SyntaxNode;
  readonly body: SyntaxNode;
  readonly block: SyntaxNode;
}

function toUnwrapped({ handler }: Registration): Unwrapped | undefined {
  const body = nodeAt(handler, "body");
  const [only, ...others] = nodesAt(body, "body");
  const block = nodeAt(only, "block");
  if (!handler || handler["async"] !== true || !body || !block || others.length > 0)
    return undefined;
  const next = parameterNames(handler)[2];
  const isPlain = only?.type === "TryStatement" && !only["finalizer"];
  return isPlain && next !== undefined && onlyPassesOn(nodeAt(only, "handler"), next)
    ? { handler, body, block }
    : undefined;
}

/** Returns true for `catch (error) { next(error); }`, also with `return`. */
function onlyPassesOn(clause: SyntaxNode | undefined, next: string): boolean {
  const [statement, ...others] = nodesAt(nodeAt(clause, "body"), "body");
  const call = bare(nodeAt(statement, "argument") ?? nodeAt(statement, "expression"));
  const name = nameOf(nodeAt(clause, "param"));
  const given = nodesAt(call, "arguments");
  return (
    others.length === 0 &&
    call?.type === "CallExpression" &&
    nameOf(nodeAt(call, "callee")) === next &&
    given.length === 1 &&
    name !== undefined &&
    nameOf(given[0]) === name
  );
}

function unwrap({ handler, body, block }: Unwrapped, text: string): readonly Edit[] {
  const inner = dedent(text.slice(startOf(block) + 1, endOf(block) - 1));
  const edits: Edit[] = [
    insert(startOf(handler), "asyncHandler("),
    { start: startOf(body) + 1, end: endOf(body) - 1, text: inner },
    insert(endOf(handler), ")"),
  ];
  const parameters = nodesAt(handler, "params");
  const [, second, third] = parameters;
  const next = parameterNames(handler)[2] ?? "";
  // The parameter is used nowhere else, so it would only be in the way of a linter.
  if (parameters.length === 3 && second && third && usesOf(next, block).length === 0) {
    edits.push({ start: endOf(second), end: endOf(third), text: "" });
  }
  return edits;
}

/** Moves the lines of a block out by one level, as far as all of them are indented. */
function dedent(block: string): string {
  if (block.includes("`")) return block;
  const width = /\n([ \t]+)\S/.exec(block)?.[1]?.startsWith("\t") ? "\t" : "  ";
  return block.replaceAll(`\n${width}`, "\n");
}
