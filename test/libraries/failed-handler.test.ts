import { ExpressInstrumentation } from "@opentelemetry/instrumentation-express";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import type express5 from "express";
import { asyncHandler, ConflictError } from "express-backstop";
import { beforeAll, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";

describe("the handler in a record, with the instrumentation of OpenTelemetry", () => {
  const expresses: (readonly [name: string, express: typeof express5])[] = [];

  beforeAll(async () => {
    new ExpressInstrumentation().setTracerProvider(new BasicTracerProvider());
    // The instrumentation replaces what is loaded after it.
    expresses.push(...(await import("../support/expresses.ts")).expresses);
  });

  it("has the name of the app's function, and not of the wrapper", async () => {
    for (const [name, express] of expresses) {
      const router = express.Router();
      router.get("/only", function only() {
        throw new ConflictError("taken");
      });
      router.get(
        "/several",
        (_req, _res, next) => next(),
        function several() {
          throw new Error("broken");
        },
      );
      router.get(
        "/wrapped",
        (_req, _res, next) => next(),
        asyncHandler(async function wrapped() {
          throw new ConflictError("taken");
        }),
      );
      await using app = await serve((app) => app.use("/articles", router), { express });

      for (const path of ["only", "several", "wrapped"]) await app.api.get(`/articles/${path}`);

      expect(isWrapped(router)).toBe(true);
      expect([name, app.records.map(({ handler }) => handler)]).toEqual([
        name,
        ["only", "several", "wrapped"],
      ]);
    }
  });
});

/** Returns true if the instrumentation has wrapped the layers of a router. */
function isWrapped(router: object): boolean {
  const { stack } = router as { readonly stack: readonly { readonly handle: object }[] };
  return stack.some(({ handle }) => "__original" in handle);
}
