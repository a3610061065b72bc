import { rolldown } from "rolldown";
import { entries } from "./entries.ts";

/** The module systems and their file extensions. */
const formats = [
  ["esm", "js"],
  ["cjs", "cjs"],
] as const;

/**
 * Bundles the package into a folder, once as ES modules and once as CommonJS: one file for each entry, and shared files
 * beside them, because Node needs longer to load a hundred small files than to run them.
 */
export async function bundle(folder: string): Promise<void> {
  const bundled = await rolldown({
    input: Object.fromEntries(entries.map(({ name, source }) => [name, source])),
    platform: "node",
    // Packages and Node's modules are imported, not bundled.
    external: /^(?![./])/,
    logLevel: "warn",
  });
  for (const [format, extension] of formats) {
    await bundled.write({
      dir: folder,
      format,
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `shared/[name]-[hash].${extension}`,
      // Editors show the comments of the declarations. Tree shaking needs the annotations.
      comments: { annotation: true, jsdoc: false, legal: false },
      // Names and lines stay, so that stacks can be read without source maps.
      minify: {
        compress: { keepNames: { function: true, class: true } },
        mangle: false,
        codegen: false,
      },
    });
  }
  await bundled.close();
}
