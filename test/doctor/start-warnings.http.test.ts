import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Express, RequestHandler } from "express";
import { errorHandler } from "express-backstop";
import { doctor } from "express-backstop/doctor";
import { describe, expect, it } from "vitest";
import { startWarnings } from "../../src/doctor/start-warnings.ts";
import { startApp } from "../support/child.ts";
import { expresses } from "../support/expresses.ts";

type Build = (express: (typeof expresses)[number][1]) => Express;

const folder = fileURLToPath(new URL(".", import.meta.url));
const files = ["wrong", "shapes"].flatMap((kind) =>
  readdirSync(`${folder}/${kind}`)
    // It is a part of another app.
    .filter((file) => file !== "edge.js")
    .map((file) => `${kind}/${file}`),
);

const end: RequestHandler = (_req, res) => void res.end();

describe.each(expresses)("an app on %s", (_name, express) => {
  it.each(files)("has a warning of each kind that doctor finds in it: %s", async (file) => {
    const { default: build } = (await import(`${folder}/${file}`)) as { default: Build };
    const app = build(express);

    const warnings = startWarnings(app);

    const found = new Set(doctor(app).map(({ id }) => id));
    for (const advice of ["request-context-not-first", "undeclared-errors"]) found.delete(advice);
    const expected = found.has("no-error-handler") ? [] : [...found];
    expect(warnings.map(({ code }) => code).toSorted()).toEqual(expected.map(toCode).toSorted());
  });

  it("reads which places have a mistake, why it is one and what to write", async () => {
    const { default: build } = (await import(`${folder}/wrong/order.ts`)) as { default: Build };
    const app = build(express);
    for (const path of ["/one", "/two", "/three"]) app.get(path, end);

    const messages = startWarnings(app).map(({ message }) => message);

    expect(messages).toContain(
      "GET /late, GET /one, GET /two and 2 more: The middleware for unknown paths responds to every request, so that this route is never reached. Move notFoundHandler() after all routes. See https://github.com/express-backstop/express-backstop/blob/main/docs/doctor.md#route-after-not-found",
    );
  });

  it("has no warnings if it is so large that the check would take long", () => {
    const app = express();
    app.use(errorHandler());
    for (let count = 0; count < 490; count += 1) app.use(`/${count}`, end).get(`/${count}`, end);

    expect(startWarnings(app).map(({ code }) => code)).not.toEqual([]);
    for (let count = 0; count < 20; count += 1) app.use(end);
    expect(startWarnings(app)).toEqual([]);
  });

  it("has no warnings without our error handler", () => {
    const app = express();
    app.get("/", end);

    expect([app, () => {}, undefined, {}].flatMap(startWarnings)).toEqual([]);
  });
});

describe.concurrent.each(expresses)("when an app on %s begins to listen", (name) => {
  const misordered = "BACKSTOP_ERROR_HANDLER_BEFORE_ROUTES";

  it("each kind of mistake is in the console once", async () => {
    const output = await outputOf({ NODE_ENV: "development" });

    const codes = output.match(/BACKSTOP_\w+/g)?.toSorted();
    expect(codes).toEqual([misordered, "BACKSTOP_SECOND_ERROR_HANDLER"]);
  });

  it.each(["production", "test"])("nothing is printed if NODE_ENV is %s", async (NODE_ENV) => {
    expect(await outputOf({ NODE_ENV })).toBe("");
  });

  it("Node leaves out the warnings whose code it was told", async () => {
    const env = { NODE_ENV: "", NODE_OPTIONS: `--disable-warning=${misordered}` };

    const output = await outputOf(env);

    expect(output).toContain("BACKSTOP_SECOND_ERROR_HANDLER");
    expect(output).not.toContain(misordered);
  });

  it("the timers of a browser harm nobody", async () => {
    expect(await outputOf({ NODE_ENV: "" }, "browser")).toContain(misordered);
  });

  async function outputOf(env: NodeJS.ProcessEnv, timers = ""): Promise<string> {
    await using app = await startApp("misordered", { env, args: [name, timers] });
    await app.exit;
    return app.output();
  }
});

function toCode(id: string): string {
  return `BACKSTOP_${id.toUpperCase().replaceAll("-", "_")}`;
}
