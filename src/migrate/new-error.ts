import { propertyOf, stringOf } from "../source/calls.ts";
import { nodeAt, nodesAt, type SyntaxNode } from "../source/syntax-node.ts";
import { textOf } from "./edit.ts";
import { classOf } from "./error-classes.ts";

/** The creation of an error of ours. */
export interface NewError {
  /** The class to import. */
  readonly name: string;
  readonly text: string;
}

/**
 * Returns the creation of an error of a status.
 *
 * @param message The text; undefined for none.
 * @param options The options as code; empty for none.
 */
export function newError(
  status: number,
  message: SyntaxNode | undefined,
  options: string,
  source: string,
): NewError | undefined {
  const name = classOf(status);
  if (name === undefined || (message && !isText(message))) return undefined;
  const words = message ? textOf(message, source) : options === "" ? "" : "undefined";
  const given = [words, options].filter((part) => part !== "").join(", ");
  return { name, text: `new ${name}(${given})` };
}

/** Returns true for an expression that is a text for sure. */
function isText(node: SyntaxNode): boolean {
  if (node.type === "TemplateLiteral" || stringOf(node) !== undefined) return true;
  if (node.type !== "BinaryExpression" || node["operator"] !== "+") return false;
  return ["left", "right"].some((side) => {
    const part = nodeAt(node, side);
    return part !== undefined && isText(part);
  });
}

/** Returns the option `code` of an object that has nothing else; undefined for any other object. */
export function codeOption(object: SyntaxNode | undefined): string | undefined {
  const code = stringOf(propertyOf(object, "code"));
  if (code === undefined || nodesAt(object, "properties").length !== 1) return undefined;
  return /^[a-z][a-z0-9_]{2,62}$/.test(code) ? `{ code: "${code}" }` : undefined;
}
