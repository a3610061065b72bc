import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { browserBundle } from "../support/browser-bundle.ts";

describe("express-backstop/catalog", () => {
  it("runs where there is no Node: it bundles for a browser and works in a bare context", async () => {
    const { code, modules } = await browserBundle(`
      import { builtInErrors, defineErrors, isHttpError } from "express-backstop/catalog";
      const errors = defineErrors(
        { oh_no: { status: 409, title: "Oh no", detail: "No." } },
        { extend: builtInErrors },
      );
      const error = errors.oh_no();
      export const told = [error.name, error.message, error.status, isHttpError(error)].join();
    `);

    expect(runInNewContext(`${code};bundle.told`)).toBe("OhNoError,No.,409,true");
    expect(modules.filter((module) => /node_modules|express\b|http-errors/.test(module))).toEqual(
      [],
    );
  });

  it("can be bundled for a browser, unlike the package's root", async () => {
    await expect(browserBundle('export * from "express-backstop";')).rejects.toThrow("node:");
  });
});
