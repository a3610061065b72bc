import { defineErrors, errorHandler } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import {
  assertInvalidField,
  assertProblem,
  problemMatchers,
  recordingReporter,
} from "express-backstop/testing";
import supertest from "supertest";
import { expect, expectTypeOf, it } from "vitest";
import { z } from "zod";

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

it("knows the members that a declaration has, and no misspelled ones", async () => {
  const response = await supertest("").get("/");
  const errors = defineErrors({
    room_taken: { status: 409, title: "Room taken", data: z.object({ room: z.string() }) },
    room_or_floor: {
      status: 409,
      title: "Taken",
      data: z.union([z.object({ room: z.string() }), z.object({ floor: z.int() })]),
    },
    room_gone: { status: 410, title: "Room gone" },
  });
  assertProblem(response, errors.room_taken, { room: "A", detail: "It is taken.", requestId: "r" });
  assertProblem(response, errors.room_or_floor, { floor: 3 });
  // @ts-expect-error - a misspelled member
  assertProblem(response, errors.room_taken, { rom: "A" });
  // @ts-expect-error - a value of another type
  assertProblem(response, errors.room_taken, { room: 3 });
  expect(response).toBeProblem(errors.room_taken, { room: "A", status: 409 });
  // @ts-expect-error - a misspelled member
  expect(response).toBeProblem(errors.room_taken, { rom: "A" });
  // Without declared members, an error may have any extensions.
  assertProblem(response, errors.room_gone, { floor: 3 });
  assertProblem(response, { code: "room_taken", status: 409 }, { rom: "A" });
  const computed: Readonly<Record<string, unknown>> = { room: "A" };
  assertProblem(response, errors.room_taken, computed);
});
