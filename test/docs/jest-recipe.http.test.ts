import express from "express";
import { asyncHandler, errorHandler, notFoundHandler } from "express-backstop";
import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { problemMatchers, recordingReporter } from "express-backstop/testing";
import request from "supertest";
import { beforeEach, expect, it } from "vitest";

const errors = defineErrors({ article_gone: { status: 410, title: "Article gone" } });
const reporter = recordingReporter();

const app = express();
app.get(
  "/articles/:id",
  asyncHandler(async () => {
    throw errors.article_gone();
  }),
);
app.use(notFoundHandler());
app.use(errorHandler({ reporter }));

expect.extend(problemMatchers);
beforeEach(() => reporter.clear());

it("says that the article is gone", async () => {
  const response = await request(app).get("/articles/7");

  expect(response).toBeProblem(errors.article_gone);
});

it("records an unknown path", async () => {
  const response = await request(app).get("/articels");

  expect(response).toBeProblem(builtInErrors.route_not_found);
  expect(reporter.records.map(({ code }) => code)).toEqual(["route_not_found"]);
});
