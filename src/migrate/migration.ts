import type { Source } from "../source/read-sources.ts";
import type { SyntaxNode } from "../source/syntax-node.ts";
import type { Edit } from "./edit.ts";

/** A way from another package, or from code that is written by hand. */
export interface Migration {
  /** The name, for `--only`. */
  readonly name: string;
  /** The page about it, below docs. */
  readonly page: string;
  /**
   * Returns what can be changed in a file, and what has to be changed by hand.
   *
   * @param packages The packages that the files of the app import.
   */
  migrate(source: Source, packages: ReadonlySet<string>): MigrationResult;
}

/** The changes of one file. */
export interface MigrationResult {
  readonly edits: readonly Edit[];
  /** The names that the file needs from this package, by the names that it uses for them. */
  readonly imports: ReadonlyMap<string, string>;
  readonly undared: readonly Undared[];
  /** Whether the edits use `z` of zod. */
  readonly needsZod?: boolean;
}

/** A place that was not changed. */
export interface Undared {
  readonly node: SyntaxNode;
  /** Says why, and what to do. */
  readonly reason: string;
}

/** The result for a file that a migration has nothing to do with. */
export const nothingToDo: MigrationResult = { edits: [], imports: new Map(), undared: [] };
