import type { Consumer } from "./consumer.ts";

const test = `
const errors = defineErrors({ gone_away: { status: 410, title: "Gone away" } });
expect.extend(problemMatchers);

test("the matchers and assertions", () => {
  const { status, code, title } = errors.gone_away;
  const body = { type: "/problems/gone_away", title, status, code, requestId: "r1" };
  const headers = { "content-type": "application/problem+json", "x-request-id": "r1" };
  const response = { status, headers, text: JSON.stringify(body) };
  expect(new NotFoundError()).toBeInstanceOf(Error);
  expect(response).toBeProblem(errors.gone_away);
  assertProblem(response, errors.gone_away);
  const other = { ...response, status: 404 };
  expect(() => expect(other).toBeProblem(errors.gone_away)).toThrow("the status is 404 instead of 410");
  expect(() => assertProblem(other, errors.gone_away)).toThrow("the status is 404 instead of 410");
});
`;
const imports = `import { defineErrors, NotFoundError } from "express-backstop";
import { assertProblem, problemMatchers } from "express-backstop/testing";
`;
const requires = `const { defineErrors, NotFoundError } = require("express-backstop");
const { assertProblem, problemMatchers } = require("express-backstop/testing");
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

/** Jest as it is without any configuration, and with ts-jest. */
export const jestConsumers: readonly Consumer[] = ["29", "30"].flatMap((version) => [
  {
    name: `Jest ${version}, JavaScript`,
    fast: version === "29",
    packages: ["express@5", `jest@${version}`, "@babel/plugin-transform-modules-commonjs@7"],
    files: {
      "app.test.js": requires + test,
      "imports.test.js": imports + test,
      "babel.config.js": babel(),
    },
    steps: [["npx", "jest", "--ci"]],
  },
  {
    name: `Jest ${version}, ts-jest`,
    fast: false,
    packages: [
      "express@5",
      `jest@${version}`,
      "ts-jest@29",
      `@types/jest@${version}`,
      "@types/express@5",
      "typescript@5.9",
    ],
    files: {
      "app.test.ts": imports + test,
      "problem-matchers.d.ts": types,
      "tsconfig.json": tsconfig,
      "jest.config.js": 'module.exports = { preset: "ts-jest" };\n',
    },
    steps: [["npx", "jest", "--ci"]],
  },
]);

/** Jest compiles `import` with Babel. */
function babel(): string {
  return 'module.exports = { plugins: ["@babel/plugin-transform-modules-commonjs"] };\n';
}
