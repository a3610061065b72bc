import type { SyntaxNode } from "./syntax-node.ts";

/** A mistake that the source of a module shows. */
export interface SourceRule {
  /** The stable id. */
  readonly id: string;
  /** Says why it is a mistake. */
  readonly reason: string;
  /** Says what to write. */
  readonly cure: string;
  /** Returns the nodes at which the mistake is. */
  find(program: SyntaxNode): readonly SyntaxNode[];
}
