import { methodCall, nameOf, rootOf } from "./calls.ts";
import { isFunctionNode } from "./functions.ts";
import { importsOf } from "./imports.ts";
import { allNodes, bare, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

/** One argument of a call that registers handlers of an app or a router. */
export interface Registration {
  /** The name of the method: `get`, `use`, … */
  readonly method: string;
  /** The argument, as it is written. */
  readonly argument: SyntaxNode;
  /** The function that the argument is or names; undefined if it is not in this module. */
  readonly handler: SyntaxNode | undefined;
}

/** Returns the functions that a module registers as handlers of an app or a router, where it names or writes them. */
export function registeredHandlers(program: SyntaxNode): readonly SyntaxNode[] {
  const handlers = registrations(program).map(({ handler }) => handler);
  return [...new Set(handlers)].filter((handler) => handler !== undefined);
}

/** Returns the arguments of all calls that register handlers, without paths. */
export function registrations(program: SyntaxNode): readonly Registration[] {
  const nodes = allNodes(program);
  const routers = routerNames(program);
  const named = new Map<string, SyntaxNode>();
  for (const { node } of nodes) {
    const name = nameOf(nodeAt(node, "id"));
    const value = node.type === "FunctionDeclaration" ? node : bare(nodeAt(node, "init"));
    if (name !== undefined && isFunctionNode(value)) named.set(name, value);
  }
  return nodes.flatMap(({ node }) => {
    const call = node.type === "CallExpression" ? methodCall(node) : undefined;
    if (!call || !registering.has(call.method) || !isRouter(call.object, routers)) return [];
    const { method } = call;
    return call.arguments
      .flatMap((one) => (one.type === "ArrayExpression" ? nodesAt(one, "elements") : one))
      .filter(({ type }) => !/^(?:Literal|TemplateLiteral)$/.test(type))
      .map((argument) => {
        const handler = named.get(nameOf(argument) ?? "") ?? bare(argument);
        return { method, argument, handler: isFunctionNode(handler) ? handler : undefined };
      });
  });
}

/** The methods that take handlers. */
const registering: ReadonlySet<string> = new Set(
  "all delete get head options param patch post put search use".split(" "),
);

/** Returns the names of the variables that hold apps and routers. */
function routerNames(program: SyntaxNode): ReadonlySet<string> {
  const imports = importsOf(program);
  const names = new Set(["app", "router"]);
  for (const { node } of allNodes(program)) {
    const name = nameOf(nodeAt(node, "id"));
    if (node.type !== "VariableDeclarator" || name === undefined) continue;
    const init = bare(nodeAt(node, "init"));
    const root = init?.type === "CallExpression" ? nameOf(rootOf(init)) : undefined;
    if (root !== undefined && imports.get(root)?.module === "express") names.add(name);
  }
  return names;
}

/** Returns true for `app`, `router`, and for chains such as `app.use(…)` and `router.route("/")`. */
function isRouter(object: SyntaxNode | undefined, routers: ReadonlySet<string>): boolean {
  const name = nameOf(rootOf(object)) ?? "";
  if (!routers.has(name) && !/(?:app|router)$/i.test(name)) return false;
  // `app.locals.db.get(…)` is a call of something else.
  let at = object;
  while (at && nameOf(at) === undefined) {
    const call = methodCall(at);
    if (!call || !(registering.has(call.method) || call.method === "route")) return false;
    at = call.object;
  }
  return true;
}
