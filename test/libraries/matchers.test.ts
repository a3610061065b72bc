import { expect as jestExpect } from "expect";
import { builtInErrors } from "express-backstop/catalog";
import { problemMatchers } from "express-backstop/testing";
import supertest from "supertest";
import { expect, it } from "vitest";
import { app } from "./matchers/app.ts";

jestExpect.extend(problemMatchers);

it("lets the matchers accept what is right, and say what is wrong, in the expect of Jest", async () => {
  const response = await supertest(app).post("/articles").send({});

  jestExpect(response).toBeProblem(builtInErrors.validation_failed);
  jestExpect(response).toHaveInvalidField("#/title", { code: "required" });
  jestExpect(response).toKeepSecret("s3cr3t-of-the-database");
  await jestExpect(Promise.resolve(response)).resolves.toHaveInvalidField("#/title");
  expect(() => jestExpect(response).toBeProblem(builtInErrors.not_found)).toThrow("the code is");
  expect(() => jestExpect(response).toHaveInvalidField("#/content")).toThrow(
    "it names body #/title (required)",
  );
  expect(() => jestExpect(response).toKeepSecret("validation_failed")).toThrow(
    "The response repeats a part of the secret in the body at #/type.",
  );
  expect(() => jestExpect(response).not.toHaveInvalidField("#/title")).toThrow(
    "The response names the invalid field #/title.",
  );
});
