import type { SnapshotOptions } from "./snapshot.ts";

/** Any catalog, whatever its codes are. */
export interface AnyErrorCatalog {
  /**
   * Returns the codes, statuses, titles and members as sorted JSON. Store it with a
   * snapshot test: a change that can break a client then shows up in a diff.
   *
   * @param options The format of the app's problems, as passed to `errorHandler`.
   *
   * @example
   * await expect(errors.snapshot()).toMatchFileSnapshot("errors.snapshot.json");
   */
  snapshot(options?: SnapshotOptions): string;
}

/** Returns true if a value is a catalog of `defineErrors`. */
export function isCatalog(value: unknown): value is AnyErrorCatalog {
  return typeof (value as Partial<AnyErrorCatalog> | null | undefined)?.snapshot === "function";
}
