import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Express } from "express";
import { doctor } from "express-backstop/doctor";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { expresses } from "../support/expresses.ts";

type Build = (express: (typeof expresses)[number][1]) => Express;

const folder = fileURLToPath(new URL("shapes", import.meta.url));
const shapes = readdirSync(folder);

describe.each(expresses)("in the shapes of well-made apps on %s, doctor", (_name, express) => {
  it.each(shapes)("finds nothing: %s", async (file) => {
    const { default: build } = (await import(`${folder}/${file}`)) as { default: Build };

    const findings = doctor(build(express), { entry: `${folder}/${file}`, parse: parseSync });

    expect(findings).toEqual([]);
  });
});
