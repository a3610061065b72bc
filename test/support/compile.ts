import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { inject } from "vitest";

const programs = new Map<string, Promise<string>>();

/**
 * Compiles a program and the source of this package into one file, and resolves to its path. Node starts it in a quarter
 * of the time that a loader of TypeScript takes.
 */
export function compile(program: URL): Promise<string> {
  const path = fileURLToPath(program);
  const compiled = programs.get(path) ?? bundle(path);
  programs.set(path, compiled);
  return compiled;
}

async function bundle(path: string): Promise<string> {
  // Each worker writes files of its own, and several examples have a server.ts.
  const name = `${basename(path, ".ts")}-${process.pid}-${programs.size}.mjs`;
  const outfile = fileURLToPath(new URL(name, inject("compiledPrograms")));
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["express-backstop/source"],
    plugins: [otherPackagesStayOutside, filesKeepTheirUrl],
  });
  return outfile;
}

const otherPackagesStayOutside: Plugin = {
  name: "other packages stay outside",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("express-backstop")
        ? undefined
        : { path, external: true },
    );
  },
};

const filesKeepTheirUrl: Plugin = {
  name: "files keep their URL",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll("import.meta.url", url), loader: "ts" };
    });
  },
};
