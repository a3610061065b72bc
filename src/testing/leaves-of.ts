/** A text, a number or another value that has no members, and its place. */
export interface Leaf {
  readonly value: unknown;
  /** Returns the names that lead to the value. */
  readonly path: () => readonly string[];
}

/** Returns the values without members inside parsed JSON, in their order. */
export function leavesOf(json: unknown): readonly Leaf[] {
  const leaves: Leaf[] = [];
  // Not recursive, because a body may have more levels than the stack.
  const left: Node[] = [{ name: "", value: json, parent: undefined }];
  for (let next = left.pop(); next; next = left.pop()) {
    const node = next;
    if (typeof node.value === "object" && node.value !== null) {
      for (const [name, value] of Object.entries(node.value).toReversed()) {
        left.push({ name, value, parent: node });
      }
    } else leaves.push({ value: node.value, path: () => pathOf(node) });
  }
  return leaves;
}

interface Node {
  readonly name: string;
  readonly value: unknown;
  readonly parent: Node | undefined;
}

function pathOf(node: Node): readonly string[] {
  const names: string[] = [];
  for (let { name, parent } = node; parent; { name, parent } = parent) names.push(name);
  return names.toReversed();
}
