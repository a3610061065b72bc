/// <reference types="jest" />
import { builtInErrors } from "express-backstop/catalog";
import { problemMatchers } from "express-backstop/testing";
import supertest from "supertest";
import { app } from "./app.ts";

expect.extend(problemMatchers);

it("knows the types of the matchers", async () => {
  const response = await supertest(app).post("/articles").send({});
  expect(response).toBeProblem(builtInErrors.validation_failed, { status: 400 });
  expect(response).not.toBeProblem(builtInErrors.not_found);
  expect(response).toHaveInvalidField("#/title", { in: "body", code: "required" });
  expect(response).toKeepSecret(["s3cr3t-of-the-database"]);
  await expect(Promise.resolve(response)).resolves.toHaveInvalidField("#/title");
  // @ts-expect-error -- no factory
  expect(response).toBeProblem("validation_failed");
  // @ts-expect-error -- no part of a request
  expect(response).toHaveInvalidField("#/title", { in: "path" });
});
