import { read } from "./pages.ts";

/** Finds the entry that each value of the package is exported from; the root comes first. */
export async function exportedNames(): Promise<ReadonlyMap<string, string>> {
  const { exports } = JSON.parse(read("package.json")) as { exports: object };
  const names = new Map<string, string>();
  for (const entry of Object.keys(exports).filter((each) => each !== "./package.json")) {
    const specifier = `express-backstop${entry.slice(1)}`;
    const module = (await import(/* @vite-ignore */ specifier)) as object;
    for (const name of Object.keys(module)) {
      // A linter imports the plugin as default; people import it by its name.
      if (name !== "default" && !names.has(name)) names.set(name, specifier);
    }
  }
  return names;
}
