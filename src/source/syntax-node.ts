/** A node of an ESTree, as oxc-parser, ESLint and oxlint make it; with the nodes of TypeScript, or without them. */
export interface SyntaxNode {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Returns true if a value is a node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof (value as Partial<SyntaxNode> | null | undefined)?.type === "string";
}

/** Returns the node in a member of a node. */
export function nodeAt(node: SyntaxNode | undefined, member: string): SyntaxNode | undefined {
  const value = node?.[member];
  return isNode(value) ? value : undefined;
}

/** Returns the nodes in a list of a node, without the holes of an array. */
export function nodesAt(node: SyntaxNode | undefined, member: string): readonly SyntaxNode[] {
  const value = node?.[member];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** Returns the text in a member of a node: a name, an operator, the value of a string. */
export function textAt(node: SyntaxNode | undefined, member: string): string | undefined {
  const value = node?.[member];
  return typeof value === "string" ? value : undefined;
}

/** Members that lead out of a node, or to what is not a part of it. */
const foreign: ReadonlySet<string> = new Set(["parent", "loc", "range", "tokens", "comments"]);

/** Returns the nodes directly inside of a node, in the order of the source. */
export function childNodes(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.keys(node).flatMap((member) => {
    if (foreign.has(member)) return [];
    const value = node[member];
    if (Array.isArray(value)) return value.filter(isNode);
    return isNode(value) ? [value] : [];
  });
}

/** A node, and the nodes around it, innermost first. */
export interface Placed {
  readonly node: SyntaxNode;
  readonly around: readonly SyntaxNode[];
}

/** Returns all nodes of a program, outermost first. A program that is nested too deeply for a program is cut. */
export function allNodes(program: SyntaxNode): readonly Placed[] {
  const found: Placed[] = [];
  // A list in place of a recursion: generated code can be nested more deeply than the stack allows.
  const waiting: Placed[] = [{ node: program, around: [] }];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    found.push(at);
    const { node, around } = at;
    if (around.length >= maximumNesting) continue;
    const inner = [node, ...around];
    for (const child of childNodes(node).toReversed()) waiting.push({ node: child, around: inner });
  }
  return found;
}

const maximumNesting = 400;

/** Returns a node without what TypeScript, parentheses, `await` and `void` put around an expression. */
export function bare(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = node;
  while (at && (wrappers.has(at.type) || isVoid(at))) {
    at = nodeAt(
      at,
      at.type === "UnaryExpression" || at.type === "AwaitExpression" ? "argument" : "expression",
    );
  }
  return at;
}

const wrappers: ReadonlySet<string> = new Set([
  "AwaitExpression",
  "ChainExpression",
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

function isVoid(node: SyntaxNode): boolean {
  return node.type === "UnaryExpression" && node["operator"] === "void";
}
