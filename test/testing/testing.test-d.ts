import { errorHandler } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { assertProblem, recordingReporter } from "express-backstop/testing";
import supertest from "supertest";
import { expectTypeOf, it } from "vitest";

it("has the types of the members of the asserted problem", async () => {
  const response = await supertest("").get("/");
  const problem = assertProblem(response, builtInErrors.method_not_allowed);
  expectTypeOf(problem.allow).toEqualTypeOf<readonly string[]>();
  expectTypeOf(problem.status).toEqualTypeOf<number>();
  // @ts-expect-error - no factory
  assertProblem(response, "method_not_allowed");
});

it("is a reporter of the error handler", () => {
  errorHandler({ reporter: recordingReporter() });
});
