import {
  errorHandler,
  type ProblemDetails,
  type ProblemFormat,
  type ProblemSerializer,
} from "express-backstop";
import { guardProcess } from "express-backstop/process";
import { expectTypeOf, it } from "vitest";

it("takes any body that JSON can hold", () => {
  interface Body {
    readonly title: string;
  }
  const bodies: readonly ProblemSerializer[] = [
    (problem) => problem,
    ({ title }): Body => ({ title }),
    ({ title, errors }) => [title, errors],
    ({ title }) => title,
    () => null,
    (problem): Readonly<Record<string, unknown>> => problem,
    (problem) => (problem.errors ? { errors: problem.errors } : { error: problem.title }),
    (problem) => JSON.parse(JSON.stringify(problem)),
    Object.assign((problem: ProblemDetails) => problem, { contentType: "text/x" }),
  ];
  expectTypeOf(bodies).not.toBeAny();
});

it("refuses a promise and nothing", () => {
  // @ts-expect-error - a promise
  errorHandler({ serialize: async (problem) => problem });
  // @ts-expect-error - nothing
  errorHandler({ serialize: () => {} });
  // @ts-expect-error - nothing in one case
  errorHandler({ serialize: (problem) => (problem.errors ? problem : undefined) });
  // @ts-expect-error - a promise
  const format: ProblemFormat = { serialize: async (problem) => problem };
  // @ts-expect-error - a promise
  expectTypeOf(guardProcess).toBeCallableWith({} as never, { serialize: async () => ({}) });
  expectTypeOf(format).not.toBeAny();
});
