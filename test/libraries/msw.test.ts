import { defineErrors } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { safe } from "express-backstop/client";
import { problemResponse } from "express-backstop/mocks";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { z } from "zod";

const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
    },
  },
  { extend: builtInErrors },
);

const server = setupServer(
  http.get("https://api.example.com/articles/:id", ({ params }) =>
    problemResponse(errors.article_not_found, { articleId: String(params["id"]) }),
  ),
  http.post("https://api.example.com/articles", ({ request }) =>
    problemResponse(errors.service_unavailable, undefined, {
      method: request.method,
      headers: { "Retry-After": 30, "Set-Cookie": "a=1" },
      guidance: true,
    }),
  ),
);

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

it("a front end that is tested with MSW gets the problems of the server", async () => {
  const result = await safe(fetch("https://api.example.com/articles/7"), errors);

  expect(result).toMatchObject({
    ok: false,
    problem: { known: true, code: "article_not_found", articleId: "7" },
  });
  expect(result.response?.headers.get("content-type")).toBe("application/problem+json");
});

it("the headers of the mock are those of the response, and guidance follows the method", async () => {
  const { response, ...rest } = await safe(
    fetch("https://api.example.com/articles", { method: "POST" }),
    errors,
  );

  expect(rest).toMatchObject({ problem: { retryable: false, retryAfter: 30 } });
  expect(response?.headers.get("retry-after")).toBe("30");
});

it("a handler of one test takes the place of the others", async () => {
  server.use(
    http.get("https://api.example.com/articles/:id", () => problemResponse(errors.internal_error)),
  );

  const result = await safe(fetch("https://api.example.com/articles/7"), errors);

  expect(result).toMatchObject({ problem: { code: "internal_error", requestId: "req_mock" } });
});
