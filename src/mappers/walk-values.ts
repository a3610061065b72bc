/** A value inside another one. */
export interface ValueNode {
  readonly value: unknown;
  /** The name of the member, or the index; "" for the outermost value. */
  readonly name: string;
  /** The value that holds this one; undefined for the outermost. */
  readonly parent: ValueNode | undefined;
  /** How many values it is inside of. */
  readonly depth: number;
}

/**
 * Returns a value and the values in it, breadth first, at most as many as the limit, which also ends the search in a
 * value that contains itself. May throw, as a getter may.
 */
export function walkValues(root: unknown, limit: number): readonly ValueNode[] {
  const nodes: ValueNode[] = [{ value: root, name: "", parent: undefined, depth: 0 }];
  // The loop also visits what is added to the list.
  for (const parent of nodes) {
    if (nodes.length >= limit) break;
    if (typeof parent.value !== "object" || parent.value === null) continue;
    const members = Object.entries(parent.value).slice(0, limit - nodes.length);
    const depth = parent.depth + 1;
    for (const [name, value] of members) nodes.push({ value, name, parent, depth });
  }
  return nodes;
}

/** Returns the names that lead to a value. */
export function pathTo(node: ValueNode): readonly string[] {
  const path: string[] = [];
  for (let at = node; at.parent; at = at.parent) path.push(at.name);
  return path.toReversed();
}

/** Returns a text, a number or a boolean as a text; undefined for every other value. */
export function toText(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
