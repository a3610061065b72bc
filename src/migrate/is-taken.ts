import { nameOf } from "../source/calls.ts";
import { parameterNames } from "../source/functions.ts";
import { importsOf } from "../source/imports.ts";
import { allNodes, nodeAt, nodesAt, type SyntaxNode } from "../source/syntax-node.ts";

/** Returns true if a module uses a name for something else than an export of a package. */
export function isTaken(program: SyntaxNode, name: string, packageName: string): boolean {
  const imported = importsOf(program).get(name);
  if (imported) return imported.module !== packageName;
  return allNodes(program).some(
    ({ node }) =>
      nameOf(nodeAt(node, "id")) === name ||
      parameterNames(node).includes(name) ||
      // const { name } = …
      nodesAt(nodeAt(node, "id"), "properties").some(
        (one) => nameOf(nodeAt(one, "value")) === name,
      ),
  );
}
