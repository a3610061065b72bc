import { calleeName, methodCall, nameOf, propertyName } from "../source/calls.ts";
import { isFunctionNode, parameterNames } from "../source/functions.ts";
import { registrations } from "../source/handlers.ts";
import { importsOf } from "../source/imports.ts";
import type { ParseSource, Source } from "../source/read-sources.ts";
import {
  allNodes,
  bare,
  nodeAt,
  nodesAt,
  type Placed,
  type SyntaxNode,
} from "../source/syntax-node.ts";
import { addImport } from "./add-import.ts";
import { applyEdits, endOf, insert, startOf } from "./edit.ts";
import { isTaken } from "./is-taken.ts";

/** The result of `init`: the changed text, or why nothing was changed. */
export type InitResult =
  | { readonly after: string }
  | { readonly reason: string; readonly isDone: boolean };

/** Returns the source of an app with `notFoundHandler()` and `errorHandler()` after its routes. */
export function initSource({ program, text, file }: Source, parse: ParseSource): InitResult {
  if (
    allNodes(program).some(
      ({ node }) => calleeName(node) === "errorHandler" && node.type === "CallExpression",
    )
  ) {
    return { reason: "it already calls errorHandler()", isDone: true };
  }
  const own = registrations(program).find(({ handler }) => handler && isErrorMiddleware(handler));
  if (own) {
    return {
      reason:
        "it has an error middleware of its own. See https://github.com/express-backstop/express-backstop/blob/main/docs/migrating/error-middleware.md",
      isDone: false,
    };
  }
  const taken = names.find((name) => isTaken(program, name, "express-backstop"));
  if (taken !== undefined) {
    return { reason: `it has something else that is called ${taken}`, isDone: false };
  }
  const app = findApp(program);
  if (!app)
    return { reason: "it has no variable with the app: const app = express()", isDone: false };
  const place = placeAfterRoutes(app);
  const indent = indentBefore(text, place.at);
  const lines = [`${app.name}.use(notFoundHandler());`, `${app.name}.use(errorHandler());`];
  const inserted = place.isEnd
    ? `\n\n${lines.map((line) => app.indent + line).join("\n")}`
    : `${lines.join(`\n${indent}`)}\n\n${indent}`;
  const edited = applyEdits(text, [insert(place.at, inserted)]);
  // What was parsed before is still valid after an insertion of whole statements.
  const again = parse(file, edited).program as SyntaxNode;
  return {
    after: applyEdits(edited, addImport(again, new Map(names.map((name) => [name, name])))),
  };
}

const names = ["errorHandler", "notFoundHandler"] as const;

interface FoundApp {
  readonly name: string;
  /** The statements after the one that makes the app, in the same block. */
  readonly later: readonly SyntaxNode[];
  readonly statement: SyntaxNode;
  readonly indent: string;
}

function findApp(program: SyntaxNode): FoundApp | undefined {
  const imports = importsOf(program);
  for (const placed of allNodes(program)) {
    const { node, around } = placed;
    const name = nameOf(nodeAt(node, "id"));
    if (node.type !== "VariableDeclarator" || name === undefined) continue;
    if (!makesApp(bare(nodeAt(node, "init")), imports)) continue;
    const found = blockOf(placed, around);
    if (found) return { name, ...found };
  }
  return undefined;
}

/** Returns true for `express()`, also with calls after it: `express().use(…)`. */
function makesApp(init: SyntaxNode | undefined, imports: ReturnType<typeof importsOf>): boolean {
  let at = init;
  for (let call = methodCall(at); call; call = methodCall(at)) at = call.object;
  const name = at?.type === "CallExpression" ? nameOf(nodeAt(at, "callee")) : undefined;
  return (
    name !== undefined &&
    imports.get(name)?.module === "express" &&
    imports.get(name)?.name === "default"
  );
}

function blockOf(
  { node }: Placed,
  around: readonly SyntaxNode[],
): Omit<FoundApp, "name"> | undefined {
  let statement = node;
  for (const outer of around) {
    if (outer.type === "Program" || outer.type === "BlockStatement") {
      const body = nodesAt(outer, "body");
      const indent = outer.type === "Program" ? "" : "  ";
      return { statement, later: body.slice(body.indexOf(statement) + 1), indent };
    }
    statement = outer;
  }
  return undefined;
}

/** Returns the place before the app is returned, exported or listens, else the end of its block. */
function placeAfterRoutes({ name, later, statement }: FoundApp): {
  readonly at: number;
  readonly isEnd: boolean;
} {
  const last = later.findLastIndex((one) => mounts(one, name));
  const next = later.slice(last + 1).find((one) => uses(one, name));
  if (next) return { at: startOf(next), isEnd: false };
  return { at: endOf(later[last] ?? later.at(-1) ?? statement), isEnd: true };
}

/** Returns true for a statement such as `app.get(…);`. */
function mounts(statement: SyntaxNode, name: string): boolean {
  const expression =
    statement.type === "ExpressionStatement" ? bare(nodeAt(statement, "expression")) : undefined;
  let at = expression;
  for (let call = methodCall(at); call; call = methodCall(at)) {
    if (propertyName(nodeAt(at, "callee")) === "listen") return false;
    at = call.object;
  }
  return expression !== at && nameOf(at) === name;
}

function uses(statement: SyntaxNode, name: string): boolean {
  return allNodes(statement).some(({ node }) => nameOf(node) === name);
}

function isErrorMiddleware(handler: SyntaxNode): boolean {
  return isFunctionNode(handler) && parameterNames(handler).length === 4;
}

/** Returns the spaces and tabs right before a place. */
function indentBefore(text: string, at: number): string {
  let start = at;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, at);
}
