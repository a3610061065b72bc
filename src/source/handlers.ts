import { calleeName, methodCall, nameOf, rootOf } from "./calls.ts";
import {
  isErrorName,
  isFunctionNode,
  parameterNames,
  parametersAround,
  responseNames,
} from "./functions.ts";
import { importsOf } from "./imports.ts";
import { allNodes, bare, nodeAt, nodesAt, type Placed, type SyntaxNode } from "./syntax-node.ts";

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

/** The names of the parameters of a handler that Express gives by position. */
export interface HandlerNames {
  readonly response: string | undefined;
  readonly next: string | undefined;
}

/** Returns true if code runs while a request is handled: a function around it has a response or `next`. */
export function isInHandler(placed: Placed): boolean {
  const names = parametersAround(placed);
  if ([...responseNames, "next"].some((name) => names.has(name))) return true;
  const handlers = handlersByPosition(placed.around.at(-1) ?? placed.node);
  return [placed.node, ...placed.around].some((one) => handlers.has(one));
}

/**
 * Returns the handlers that a module registers and that take a response, in wrappers such as asyncHandler too,
 * whatever their parameters are called.
 */
export function handlersByPosition(program: SyntaxNode): ReadonlyMap<SyntaxNode, HandlerNames> {
  const known = byProgram.get(program);
  if (known) return known;
  const handlers = new Map<SyntaxNode, HandlerNames>();
  for (const { argument, handler } of registrations(program)) {
    const wrapped = isWrapper(argument) ? nodesAt(bare(argument), "arguments") : [];
    for (const one of [handler, ...wrapped.map(bare)]) {
      if (!isFunctionNode(one)) continue;
      const names = parameterNames(one);
      // A registry of another kind has callbacks such as (error, value).
      if (names.length < 2 || (names.length < 4 && isErrorName(names[0]))) continue;
      const [, response, next] = names.length === 4 ? names.slice(1) : names;
      handlers.set(one, { response, next });
    }
  }
  byProgram.set(program, handlers);
  return handlers;
}

const byProgram = /* @__PURE__ */ new WeakMap<SyntaxNode, ReadonlyMap<SyntaxNode, HandlerNames>>();

/** Returns true for a call such as `asyncHandler(…)`, `wrap(…)` and `catchAsync(…)`. */
function isWrapper(argument: SyntaxNode): boolean {
  return /handler|async|wrap|catch/i.test(calleeName(argument) ?? "");
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
