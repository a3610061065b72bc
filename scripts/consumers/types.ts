import { readFileSync } from "node:fs";
import { app as requestsApp } from "./app.ts";
import type { Consumer } from "./consumer.ts";

const [app, validated, headers] = ["app", "validated", "headers"].map((name) =>
  readFileSync(new URL(`types/${name}.txt`, import.meta.url), "utf8"),
);

const versions = ["5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "6", "7"];

/** Each resolution with the `module` that belongs to it. */
const resolutions = {
  nodenext: "nodenext",
  node16: "node16",
  bundler: "esnext",
  node10: "commonjs",
};

const compilerOptions = {
  target: "es2022",
  lib: ["es2022", "dom", "esnext.disposable"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  esModuleInterop: true,
};

interface Variant {
  readonly name: string;
  readonly packages: readonly string[];
  readonly options?: object;
  readonly zod?: boolean;
  readonly versions?: readonly string[];
}

const variants: readonly Variant[] = [
  { name: "Express 5, zod 4, strict", packages: ["express@5", "@types/express@5", "zod@4"] },
  {
    name: "Express 4, zod 3.25, not strict",
    packages: ["express@4", "@types/express@4", "zod@3.25"],
    options: { strict: false, exactOptionalPropertyTypes: false },
  },
  {
    name: "Express 5, without zod, strict",
    packages: ["express@5", "@types/express@5"],
    zod: false,
    versions: ["5.4", "5.9", "7"],
  },
];

/** Each TypeScript with each module resolution; it compiles an app to both module systems too. */
export const typeConsumers: readonly Consumer[] = variants.flatMap((variant) =>
  (variant.versions ?? versions).map((version) => project(version, variant)),
);

function project(
  version: string,
  { name: variant, packages, options, zod = true }: Variant,
): Consumer {
  const isOld = /^5\.[4-8]$/.test(version);
  // TypeScript 7 has removed node10.
  const names = Object.entries(resolutions).filter(
    ([name]) => version !== "7" || name !== "node10",
  );
  const configs = names.map(([moduleResolution, module]) =>
    config(
      moduleResolution,
      {
        ...compilerOptions,
        ...options,
        module,
        moduleResolution,
        ...(version === "6" && { ignoreDeprecations: "6.0" }),
        noEmit: true,
      },
      ["app.ts", ...(zod ? ["validated.ts"] : []), ...(zod && !isOld ? ["headers.ts"] : [])],
    ),
  );
  const requests = config(
    "requests",
    { ...compilerOptions, ...options, module: "nodenext", rootDir: ".", outDir: "out" },
    ["requests.mts", "requests.cts"],
  );
  const text = requestsApp({ zod });
  return {
    name: `TypeScript ${version}, ${variant}`,
    packages: [`typescript@${version}`, "@types/node@20", ...packages],
    files: {
      "app.ts": app ?? "",
      "validated.ts": validated ?? "",
      "headers.ts": headers ?? "",
      "requests.mts": text,
      "requests.cts": text,
      ...Object.fromEntries([...configs, requests]),
    },
    builds: [...names.map(([name]) => name), "requests"].map(
      (name) => `tsc -p tsconfig.${name}.json`,
    ),
    runs: ["node out/requests.mjs", "node out/requests.cjs"],
  };
}

function config(name: string, options: object, files: readonly string[]): [string, string] {
  return [`tsconfig.${name}.json`, JSON.stringify({ compilerOptions: options, files })];
}
