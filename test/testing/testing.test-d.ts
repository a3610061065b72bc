import { errorHandler } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import {
  assertInvalidField,
  assertProblem,
  problemMatchers,
  recordingReporter,
} from "express-backstop/testing";
import supertest from "supertest";
import { expect, expectTypeOf, it } from "vitest";

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

it("has the types of the matchers in expect, also for promises", async () => {
  const response = await supertest("").get("/");
  expectTypeOf(problemMatchers.toHaveInvalidField).toBeCallableWith(response, "#/title");
  expect(response).toHaveInvalidField("#/title", { in: "body", code: "required" });
  expect(response).not.toKeepSecret(["s3cr3t"]);
  // @ts-expect-error - no pointer
  expect(response).toHaveInvalidField({ code: "required" });
  // @ts-expect-error - no part of a request
  expect(response).toHaveInvalidField("#/title", { in: "path" });
  // @ts-expect-error - no text
  expect(response).toKeepSecret(4711);
});

it("knows what a response says of a field", () => {
  const field = assertInvalidField({ status: 400, headers: {}, text: "" }, "#/title");
  expectTypeOf(field.code).toEqualTypeOf<string | undefined>();
});
