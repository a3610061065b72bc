import { readFileSync } from "node:fs";
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
  noEmit: true,
  esModuleInterop: true,
};

/** Each TypeScript with each module resolution, and with Express 4, zod 3.25 and without strict. */
export const typeConsumers: readonly Consumer[] = versions.flatMap((version) => [
  {
    name: `TypeScript ${version}, Express 5, zod 4, strict, every resolution`,
    fast: false,
    packages: [`typescript@${version}`, "express@5", "@types/express@5", "@types/node@20", "zod@4"],
    ...project(version, compilerOptions),
  },
  {
    name: `TypeScript ${version}, Express 4, zod 3.25, not strict, every resolution`,
    fast: false,
    packages: [
      `typescript@${version}`,
      "express@4",
      "@types/express@4",
      "@types/node@20",
      "zod@3.25",
    ],
    ...project(version, { ...compilerOptions, strict: false, exactOptionalPropertyTypes: false }),
  },
]);

function project(version: string, options: object): Pick<Consumer, "files" | "steps"> {
  const isOld = /^5\.[4-8]$/.test(version);
  // TypeScript 7 has removed node10.
  const names = Object.entries(resolutions).filter(
    ([name]) => version !== "7" || name !== "node10",
  );
  const configs = names.map(([moduleResolution, module]) => [
    `tsconfig.${moduleResolution}.json`,
    JSON.stringify({
      compilerOptions: {
        ...options,
        module,
        moduleResolution,
        ...(version === "6" && { ignoreDeprecations: "6.0" }),
      },
      files: ["app.ts", "validated.ts", ...(isOld ? [] : ["headers.ts"])],
    }),
  ]);
  return {
    files: {
      "app.ts": app ?? "",
      "validated.ts": validated ?? "",
      "headers.ts": headers ?? "",
      ...(Object.fromEntries(configs) as Record<string, string>),
    },
    steps: names.map(([name]) => ["npx", "tsc", "-p", `tsconfig.${name}.json`]),
  };
}
