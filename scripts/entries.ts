import manifest from "../package.json" with { type: "json" };

/** A module that users import. */
export interface Entry {
  /** The source, such as `./src/client/index.ts`. */
  readonly source: string;
  /** Its name below dist, without an extension, such as `client/index`. */
  readonly name: string;
}

/** The entries of the package, in the order of its manifest. */
export const entries: readonly Entry[] = Object.values(manifest.exports).flatMap((entry) => {
  if (typeof entry === "string") return [];
  const source = entry["express-backstop/source"];
  return [{ source, name: source.replace(/^\.\/src\//, "").replace(/\.ts$/, "") }];
});
