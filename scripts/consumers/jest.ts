import { toCommonJs } from "./app.ts";
import type { Consumer } from "./consumer.ts";

const imports = `import express from "express";
import request from "supertest";
import { asyncHandler, defineErrors, errorHandler, NotFoundError } from "express-backstop";
import { assertProblem, problemMatchers } from "express-backstop/testing";
`;
const test = `
const errors = defineErrors({ gone_away: { status: 410, title: "Gone away" } });
const app = express();
app.get("/gone", asyncHandler(async () => { throw errors.gone_away(); }));
app.get("/other", asyncHandler(async () => { throw new NotFoundError("Nothing here."); }));
app.use(errorHandler({ reporter: false }));
expect.extend(problemMatchers);

test("the matchers and assertions, on Node " + process.versions.node, async () => {
  const gone = await request(app).get("/gone");
  const other = await request(app).get("/other");
  expect(new NotFoundError()).toBeInstanceOf(Error);
  expect(gone).toBeProblem(errors.gone_away);
  assertProblem(gone, errors.gone_away);
  expect(() => expect(other).toBeProblem(errors.gone_away)).toThrow("the status is 404 instead of 410");
  expect(() => assertProblem(other, errors.gone_away)).toThrow("the status is 404 instead of 410");
});
`;
const types = `import type { ProblemMatchers } from "express-backstop/testing";
declare global {
  namespace jest {
    interface Matchers<R, T> extends ProblemMatchers<R> {}
  }
}
`;
const tsconfig = JSON.stringify({
  compilerOptions: {
    module: "commonjs",
    moduleResolution: "node10",
    target: "es2022",
    strict: true,
    esModuleInterop: true,
  },
});

interface Language {
  readonly name: string;
  readonly packages: (jest: string) => readonly string[];
  readonly files: Consumer["files"];
}

const languages: readonly Language[] = [
  {
    // Jest compiles `import` with Babel.
    name: "JavaScript",
    packages: () => ["@babel/plugin-transform-modules-commonjs@7"],
    files: {
      "app.test.js": toCommonJs(imports) + test,
      "imports.test.js": imports + test,
      "babel.config.js":
        'module.exports = { plugins: ["@babel/plugin-transform-modules-commonjs"] };\n',
    },
  },
  {
    name: "ts-jest",
    packages: (jest) => [
      "ts-jest@29",
      `@types/jest@${jest}`,
      "@types/express@5",
      "@types/supertest@6",
      "typescript@5.9",
    ],
    files: {
      "app.test.ts": imports + test,
      "problem-matchers.d.ts": types,
      "tsconfig.json": tsconfig,
      "jest.config.js": 'module.exports = { preset: "ts-jest" };\n',
    },
  },
  {
    name: "@swc/jest",
    packages: () => ["@swc/core@1", "@swc/jest@0.2"],
    files: {
      "app.test.ts": imports + test,
      "jest.config.js": `module.exports = { transform: { "\\\\.ts$": "@swc/jest" } };\n`,
    },
  },
];

/** Jest as it is without any configuration, and with compilers. */
export const jestConsumers: readonly Consumer[] = ["29", "30"].flatMap((jest) =>
  languages.flatMap(({ name, packages, files }) =>
    ["20", "24"].map((node) => ({
      name: `Jest ${jest}, ${name}, Node ${node}`,
      fast: jest === "29" && name === "JavaScript" && node === "24",
      packages: [`node@${node}`, `jest@${jest}`, ...packages(jest), "express@5", "supertest@7"],
      files,
      runs: ["jest --ci --verbose"],
      prints: `✓ the matchers and assertions, on Node ${node}.`,
    })),
  ),
);

/** Vitest, whose types of matchers are declared elsewhere than those of Jest. */
export const vitestConsumers: readonly Consumer[] = ["3", "4"].map((vitest) => ({
  name: `Vitest ${vitest}`,
  packages: [`vitest@${vitest}`, "express@5", "supertest@7"],
  files: { "app.test.js": `import { expect, test } from "vitest";\n${imports}${test}` },
  runs: ["vitest run --reporter=verbose"],
  prints: "✓ app.test.js > the matchers and assertions, on Node",
}));
