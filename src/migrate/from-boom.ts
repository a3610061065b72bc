import { nameOf, propertyName } from "../source/calls.ts";
import { allNodes, nodeAt, nodesAt, type Placed, type SyntaxNode } from "../source/syntax-node.ts";
import { type Edit, insideOfChange, isReplaced, removeStatement, replace, textOf } from "./edit.ts";
import { statusOfClass } from "./error-classes.ts";
import { importOf } from "./imported-from.ts";
import { type Migration, nothingToDo, type Undared } from "./migration.ts";
import { type NewError, newError } from "./new-error.ts";

/** Replaces the errors of boom whose text is written down, in an app that no longer reads what boom has put on them. */
export const fromBoom: Migration = {
  name: "boom",
  page: "migrating/boom.md",
  migrate({ program, text }, packages) {
    const found = importOf(program, "@hapi/boom");
    if (!found) return nothingToDo;
    if (!packages.has("express-backstop")) {
      const reason =
        "Not changed, because no file imports express-backstop: the error middleware of this app reads error.output, which only errors of boom have. Replace it with errorHandler({ mappers: [boom()] }) first.";
      return { ...nothingToDo, undared: [{ node: found.statement, reason }] };
    }
    const edits: Edit[] = [];
    const imports = new Map<string, string>();
    const undared: Undared[] = [];
    for (const use of found.uses) {
      if (isReplaced(use.node, edits)) {
        undared.push({ node: use.node, reason: insideOfChange });
        continue;
      }
      const changed = toOurs(use, found.names.get(nameOf(use.node) ?? "") ?? "default", text);
      if (!changed) undared.push({ node: use.node, reason: notKnown });
      else {
        edits.push(replace(changed.call, changed.text));
        imports.set(changed.name, changed.name);
      }
    }
    for (const { node } of allNodes(program)) {
      if (propertyName(node) !== "output") continue;
      undared.push({
        node,
        reason:
          "Errors that are not of boom have no output. Write errorHandler() in place of this middleware.",
      });
    }
    if (undared.length > 0) return { ...nothingToDo, undared };
    return { edits: [...edits, removeStatement(found.statement, text)], imports, undared };
  },
};

const notKnown =
  "Nothing of boom was changed in this file, because this is more than an error with a text. The mapper boom() sends such errors as before.";

interface Changed extends NewError {
  readonly call: SyntaxNode;
}

function toOurs({ node, around }: Placed, exported: string, source: string): Changed | undefined {
  const [parent, outer] = around;
  const member = parent?.type === "MemberExpression" ? parent : undefined;
  const call = member ? outer : parent;
  const name = propertyName(member) ?? exported;
  const status = statusOfClass(name);
  if (!call || nodeAt(call, "callee") !== (member ?? node)) return undefined;
  const [message, data, ...others] = nodesAt(call, "arguments");
  if (name === "unauthorized") return unauthorized(call, message, data, others, source);
  if (status === undefined || others.length > 0) return undefined;
  const context = data ? `{ context: ${textOf(data, source)} }` : "";
  if (data && data.type !== "ObjectExpression") return undefined;
  const made = newError(status, message, context, source);
  return made && { ...made, call };
}

/** A 401 needs a challenge, which boom makes of the name of a scheme. */
function unauthorized(
  call: SyntaxNode,
  message: SyntaxNode | undefined,
  scheme: SyntaxNode | undefined,
  others: readonly SyntaxNode[],
  source: string,
): Changed | undefined {
  if (scheme?.type !== "Literal" || others.length > 0 || message?.type !== "Literal")
    return undefined;
  const text = `new UnauthorizedError(${textOf(scheme, source)}, ${textOf(message, source)})`;
  return { call, name: "UnauthorizedError", text };
}
