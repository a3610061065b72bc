import { calleeName, methodCall, nameOf, propertyName, propertyOf } from "../calls.ts";
import { isErrorName } from "../functions.ts";
import type { SourceRule } from "../source-rule.ts";
import { allNodes, bare, nodeAt, type Placed, type SyntaxNode } from "../syntax-node.ts";

/** Finds a status that is put on an Error, where an HttpError would have one. */
export const statusOnError: SourceRule = {
  id: "status-on-error",
  reason:
    "errorHandler takes no status from an Error that it does not know, because any library may have put it there: the client gets a 500.",
  cure: "Write throw new HttpError(404, …) or a class such as NotFoundError, or pass the mapper statusProperty() to errorHandler.",
  find: (program) =>
    allNodes(program)
      .filter(isStatusOnError)
      .map(({ node }) => node),
};

function isStatusOnError({ node, around }: Placed): boolean {
  if (node.type === "AssignmentExpression") {
    const target = bare(nodeAt(node, "left"));
    const name = nameOf(bare(nodeAt(target, "object")));
    return (
      statuses.has(propertyName(target) ?? "") &&
      name !== undefined &&
      (isErrorName(name) || isNewError(initialValue(name, around)))
    );
  }
  const call = node.type === "CallExpression" ? methodCall(node) : undefined;
  if (call?.method !== "assign" || nameOf(call.object) !== "Object") return false;
  const [target, ...sources] = call.arguments;
  const name = nameOf(target);
  if (!(isNewError(bare(target)) || isErrorName(name))) return false;
  return sources.some((source) => [...statuses].some((status) => propertyOf(source, status)));
}

const statuses: ReadonlySet<string> = new Set(["status", "statusCode"]);

function isNewError(node: SyntaxNode | undefined): boolean {
  const name = calleeName(node) ?? "";
  return (node?.type === "NewExpression" || name === "Error") && /^[A-Z]?\w*Error$/.test(name);
}

function initialValue(name: string, around: readonly SyntaxNode[]): SyntaxNode | undefined {
  for (const block of around) {
    for (const { node } of block.type === "BlockStatement" || block.type === "Program"
      ? allNodes(block)
      : []) {
      if (node.type === "VariableDeclarator" && nameOf(nodeAt(node, "id")) === name) {
        return bare(nodeAt(node, "init"));
      }
    }
  }
  return undefined;
}
