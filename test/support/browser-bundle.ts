import { build } from "esbuild";

/**
 * Bundles a module as a browser gets it, minified. Fails where anything it reaches is Node's own: the platform is the
 * browser, for which nothing of Node is external.
 */
export async function browserBundle(
  source: string,
  format: "iife" | "esm" = "iife",
): Promise<{ code: string; modules: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: "browser",
    format,
    globalName: "bundle",
    conditions: ["express-backstop/source"],
    logLevel: "silent",
  });
  return { code: outputFiles[0]?.text ?? "", modules: Object.keys(metafile.inputs) };
}
