import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { doctor } from "express-backstop/doctor";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { articleStore } from "../../examples/four-ways/store.ts";
import { createApp } from "../../examples/four-ways/toolkit/app.ts";
import { callback } from "../../examples/four-ways/toolkit/callback.ts";
import { tryCatch } from "../../examples/four-ways/toolkit/try-catch.ts";
import { readSources } from "../../src/source/read-sources.ts";
import { sourceRules } from "../../src/source/source-rules.ts";

const examples = fileURLToPath(new URL("../../examples", import.meta.url));
const migrated = readdirSync(`${examples}/migrating`).filter((file) => !/server|\.md/.test(file));

describe("in the samples, doctor finds nothing:", () => {
  it("the article API", async () => {
    const { app } = await import("../../examples/article-api/examined.ts");

    const entry = `${examples}/article-api/server.ts`;

    expect(doctor(app, { entry, parse: parseSync })).toEqual([]);
  });

  it.each(migrated)("migrating/%s", async (file) => {
    const entry = `${examples}/migrating/${file}`;
    const { default: app } = (await import(entry)) as { default: object };

    expect(doctor(app, { entry, parse: parseSync })).toEqual([]);
  });

  it("four ways", () => {
    expect(doctor(createApp(tryCatch(articleStore())))).toEqual([]);
    expect(doctor(createApp(callback(articleStore())))).toEqual([]);
  });

  it.each(["quick-start", "declared-errors", "node-20"])("the source of %s", (name) => {
    const sources = readSources(`${examples}/${name}/server.ts`, parseSync);
    const found = sources.flatMap(({ file, program }) =>
      sourceRules.filter((rule) => rule.find(program).length > 0).map(({ id }) => `${id}: ${file}`),
    );

    expect(found).toEqual([]);
  });

  it("what is written by hand has the mistakes that four-ways is about", () => {
    const sources = readSources(`${examples}/four-ways/server.ts`, parseSync);
    const found = sources.flatMap(({ file, program }) =>
      sourceRules
        .filter((rule) => rule.find(program).length > 0)
        .map(({ id }) => `${basename(file)}: ${id}`),
    );

    expect(found).toEqual([
      "callback.ts: throw-in-callback",
      "custom-check.ts: missing-return",
      "promises.ts: unhandled-promise",
    ]);
  });
});
