import {
  asyncHandler,
  type ErrorHandlerOptions,
  errorHandler,
  notFoundHandler,
  requestContext,
} from "express-backstop";
import request from "supertest";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";
import { collectWarnings } from "../support/warnings.ts";

// Code that renders pages on the server may put the timers of a browser on globalThis: they return numbers.
const warnings = collectWarnings();
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe.each(expresses)("with the timers of a browser, on %s", (_name, express) => {
  function build(options: ErrorHandlerOptions = { reporter: false }) {
    const { setTimeout: nodes } = globalThis;
    vi.stubGlobal("setTimeout", (run: () => void, delay: number) => Number(nodes(run, delay)));
    return express()
      .use(requestContext({ timeout: 100 }))
      .post("/", express.json({ limit: 10 }))
      .get("/fails", throwing(new Error("boom")))
      .get(
        "/silent",
        asyncHandler(async () => {}),
      )
      .use(notFoundHandler())
      .use(errorHandler(options));
  }

  it("a failure is printed, and its client gets the problem", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});

    const response = await request(build({})).get("/fails");

    expect(problem(response)).toMatchObject({ code: "internal_error" });
    expect(print).toHaveBeenCalledOnce();
    expect(warnings).toEqual([]);
  });

  it("a handler that never responds meets its deadline", async () => {
    const response = await request(build()).get("/silent");

    expect(problem(response)).toMatchObject({ code: "deadline_exceeded" });
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining("neither responded"),
    ]);
  });

  it("a body that is too large is refused", async () => {
    const response = await request(build())
      .post("/")
      .send({ text: "x".repeat(100_000) });

    expect(problem(response)).toMatchObject({ code: "body_too_large" });
  });
});
