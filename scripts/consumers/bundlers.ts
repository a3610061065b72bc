import { app, javaScript } from "./app.ts";
import type { Consumer } from "./consumer.ts";

const rollupConfig = `import commonjs from "@rollup/plugin-commonjs";
import json from "@rollup/plugin-json";
import nodeResolve from "@rollup/plugin-node-resolve";
export default {
  input: ["app.mjs"],
  output: { file: "out.mjs", format: "es" },
  plugins: [nodeResolve({ preferBuiltins: true, exportConditions: ["node"] }), commonjs(), json()],
};
`;

interface Bundler {
  readonly name: string;
  readonly fast?: boolean;
  readonly packages: readonly string[];
  readonly files?: Consumer["files"];
  readonly builds: readonly string[];
  readonly runs: readonly string[];
}

const bundlers: readonly Bundler[] = [
  {
    name: "esbuild",
    fast: true,
    packages: ["esbuild@0.28"],
    builds: [
      "esbuild app.mjs --bundle --minify --platform=node --outfile=imports.cjs",
      "esbuild app.cjs --bundle --platform=node --outfile=requires.cjs",
      // An ES module of esbuild cannot have CommonJS packages that require modules of Node.
      "esbuild app.mjs --bundle --platform=node --format=esm --external:express --external:http-errors --outfile=out.mjs",
    ],
    runs: ["node imports.cjs", "node requires.cjs", "node out.mjs"],
  },
  {
    name: "webpack 5",
    packages: ["webpack@5", "webpack-cli@6"],
    builds: ["mjs", "cjs"].map(
      (type) => `webpack build --mode production --target node --entry ./app.${type} -o ${type}`,
    ),
    runs: ["node mjs/main.js", "node cjs/main.js"],
  },
  {
    name: "rollup 4",
    packages: [
      "rollup@4",
      "@rollup/plugin-commonjs@29",
      "@rollup/plugin-json@6",
      "@rollup/plugin-node-resolve@16",
    ],
    files: { "rollup.config.mjs": rollupConfig },
    builds: ["rollup --config"],
    runs: ["node out.mjs"],
  },
  {
    name: "Vite 8, server build",
    packages: ["vite@8"],
    files: {
      "vite.config.mjs": 'export default { ssr: { noExternal: ["express-backstop", "zod"] } };\n',
    },
    builds: ["vite build --ssr app.mjs --outDir out"],
    runs: ["node out/app.mjs"],
  },
  {
    name: "ncc",
    packages: ["@vercel/ncc@0.45"],
    builds: ["ncc build app.mjs --out mjs", "ncc build app.cjs --out cjs"],
    runs: ["node mjs/index.mjs", "node cjs/index.cjs"],
  },
  {
    name: "swc 1, TypeScript to both module systems",
    packages: ["@swc/core@1", "@swc/cli@0.8"],
    files: { "app.ts": app(), ".swcrc": '{ "jsc": { "parser": { "syntax": "typescript" } } }' },
    builds: [
      "swc app.ts -o out.cjs -C module.type=commonjs",
      "swc app.ts -o out.mjs -C module.type=es6",
    ],
    runs: ["node out.cjs", "node out.mjs"],
  },
];

/** Apps that a bundler or a compiler made one file of. */
export const bundlerConsumers: readonly Consumer[] = bundlers.map(
  ({ name, fast = false, packages, files, builds, runs }) => ({
    name,
    fast,
    builds,
    runs,
    packages: [...packages, "express@5", "zod@4"],
    files: { ...javaScript(), ...files },
  }),
);
