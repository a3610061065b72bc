import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type express5 from "express";
import { defineErrors, validate } from "express-backstop";
import { openapi, operation } from "express-backstop/openapi";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const folder = new URL("../instrumented/", import.meta.url);
const isInstalled = existsSync(new URL("node_modules", folder));
const errors = defineErrors({ article_gone: { status: 410, title: "Article gone" } });
const info = { title: "Articles", version: "1.0.0" };

/** The parts of OpenTelemetry that this test uses. */
interface OpenTelemetry {
  readonly ExpressInstrumentation: new () => { setTracerProvider(provider: unknown): void };
  readonly BasicTracerProvider: new () => unknown;
}

describe.skipIf(!isInstalled)("with OpenTelemetry (npm ci --prefix test/instrumented)", () => {
  const expresses: (readonly [name: string, express: typeof express5])[] = [];

  beforeAll(async () => {
    const load = createRequire(new URL("package.json", folder));
    const { ExpressInstrumentation, BasicTracerProvider } = {
      ...load("@opentelemetry/instrumentation-express"),
      ...load("@opentelemetry/sdk-trace-base"),
    } as OpenTelemetry;
    new ExpressInstrumentation().setTracerProvider(new BasicTracerProvider());
    // The instrumentation replaces what is loaded after it.
    expresses.push(...(await import("../support/expresses.ts")).expresses);
  });

  // fault: instrumented
  it("openapi() sees every operation, validator and hidden router", () => {
    for (const [, express] of expresses) {
      const app = express();
      const router = express.Router();
      router.use(operation({ tags: ["articles"], errors: [errors.article_gone] }));
      router.use(validate({ query: z.object({ page: z.string() }) }));
      router.get("/", (_req, res) => void res.end());
      app.use("/articles", router);
      app.use(
        "/internal",
        operation({ hidden: true }),
        express.Router().get("/", () => {}),
      );
      app.use("/admin", operation({ hidden: true }), express());

      const { paths } = openapi(app, { info, errors });

      expect(isWrapped(router)).toBe(true);
      expect(Object.keys(paths)).toEqual(["/articles"]);
      expect(paths["/articles"]?.["get"]).toMatchObject({
        tags: ["articles"],
        parameters: [{ in: "query", name: "page" }],
        responses: { 410: {} },
      });
    }
  });
});

function isWrapped(router: object): boolean {
  const { stack } = router as { readonly stack: readonly { readonly handle: object }[] };
  return stack.some(({ handle }) => "__original" in handle);
}
