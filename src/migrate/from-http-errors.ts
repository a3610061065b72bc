import { nameOf, propertyName } from "../source/calls.ts";
import { nodeAt, nodesAt, type Placed, type SyntaxNode } from "../source/syntax-node.ts";
import { type Edit, insideOfChange, isReplaced, removeStatement, replace } from "./edit.ts";
import { statusOfClass } from "./error-classes.ts";
import { importOf } from "./imported-from.ts";
import { type Migration, nothingToDo, type Undared } from "./migration.ts";
import { codeOption, type NewError, newError } from "./new-error.ts";

const reason =
  "Not changed, because its status, its text or its properties are not known here, or because its error needs a header. errorHandler sends errors of http-errors too.";

/** Replaces the errors of http-errors whose status and text are written down. */
export const fromHttpErrors: Migration = {
  name: "http-errors",
  page: "migrating/http-errors.md",
  migrate({ program, text }) {
    const found = importOf(program, "http-errors");
    if (!found) return nothingToDo;
    const edits: Edit[] = [];
    const imports = new Map<string, string>();
    const undared: Undared[] = [];
    for (const use of found.uses) {
      if (isReplaced(use.node, edits)) {
        undared.push({ node: use.node, reason: insideOfChange });
        continue;
      }
      const exported = found.names.get(nameOf(use.node) ?? "") ?? "default";
      const changed = toOurs(use, exported, text);
      if (!changed) undared.push({ node: use.node, reason });
      else {
        edits.push(replace(changed.call, changed.text));
        imports.set(changed.name, changed.name);
      }
    }
    if (undared.length === 0) edits.push(removeStatement(found.statement, text));
    return { edits, imports, undared };
  },
};

interface Changed extends NewError {
  readonly call: SyntaxNode;
}

function toOurs({ node, around }: Placed, exported: string, source: string): Changed | undefined {
  const [parent, outer] = around;
  const member =
    parent?.type === "MemberExpression" && nodeAt(parent, "object") === node ? parent : undefined;
  const callee = member ?? node;
  const call = member ? outer : parent;
  if (!call || nodeAt(call, "callee") !== callee) return undefined;
  const name = propertyName(member) ?? (exported === "default" ? undefined : exported);
  const given = nodesAt(call, "arguments");
  const made = name === undefined ? fromFunction(given, source) : fromClass(name, given, source);
  return made && { ...made, call };
}

/** Reads `createError(404, "There is no such article.", { code: "no_article" })`. */
function fromFunction(given: readonly SyntaxNode[], source: string): NewError | undefined {
  const [status, message, properties, ...others] = given;
  const value = status?.["value"];
  const options = properties ? codeOption(properties) : "";
  if (typeof value !== "number" || options === undefined || others.length > 0) return undefined;
  return newError(value, message, options, source);
}

/** Reads `new createError.NotFound("There is no such article.")`. */
function fromClass(
  name: string,
  given: readonly SyntaxNode[],
  source: string,
): NewError | undefined {
  const status = statusOfClass(name);
  const [message, ...others] = given;
  return status === undefined || others.length > 0
    ? undefined
    : newError(status, message, "", source);
}
