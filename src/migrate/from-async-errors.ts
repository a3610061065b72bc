import { type Registration, registrations } from "../source/handlers.ts";
import type { SyntaxNode } from "../source/syntax-node.ts";
import { endOf, insert, removeStatement, startOf } from "./edit.ts";
import { importOf } from "./imported-from.ts";
import { type Migration, nothingToDo } from "./migration.ts";

/** Wraps async handlers, and removes the import of express-async-errors. */
export const fromAsyncErrors: Migration = {
  name: "express-async-errors",
  page: "migrating/express-async-errors.md",
  migrate({ program, text }, packages) {
    if (!packages.has("express-async-errors")) return nothingToDo;
    const found = importOf(program, "express-async-errors");
    const all = registrations(program);
    const wrapped = all.filter(isAsync).map(({ argument }) => argument);
    return {
      edits: [...(found ? [removeStatement(found.statement, text)] : []), ...wrapped.flatMap(wrap)],
      imports: new Map(wrapped.length > 0 ? [["asyncHandler", "asyncHandler"]] : []),
      undared: all.filter(mayBeAsync).map(({ argument }) => ({
        node: argument,
        reason:
          "This handler is written in another file. If it is async, wrap it: asyncHandler(handler).",
      })),
    };
  },
};

/** Returns the edits that wrap a handler. */
export function wrap(handler: SyntaxNode): readonly ReturnType<typeof insert>[] {
  return [insert(startOf(handler), "asyncHandler("), insert(endOf(handler), ")")];
}

function isAsync({ handler }: Registration): boolean {
  return handler?.["async"] === true;
}

/** Returns true for the handler of a route that this file only names. */
function mayBeAsync({ method, argument, handler }: Registration): boolean {
  return method !== "use" && !handler && /^(?:Identifier|MemberExpression)$/.test(argument.type);
}
