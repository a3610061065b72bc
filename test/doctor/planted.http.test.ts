import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express5, { type Express } from "express";
import { doctor } from "express-backstop/doctor";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { sourceRules } from "../../src/source/source-rules.ts";
import { expresses } from "../support/expresses.ts";

type Build = (express: (typeof expresses)[number][1]) => Express;

const apps = [
  "answers.ts",
  "bare.js",
  "callbacks.js",
  "declared.ts",
  "order.ts",
  "parsed.js",
  "tracker.ts",
  "twice.js",
];

describe.each(expresses)("in wrong apps on %s, doctor", (name, express) => {
  it.each(apps)("finds each planted mistake of %s, and nothing else", async (file) => {
    const { default: build } = (await import(path(file))) as { default: Build };

    const findings = doctor(build(express), { entry: path(file), parse: parseSync });

    const planted = [file, ...(file === "declared.ts" ? ["edge.js"] : [])].flatMap((each) =>
      mistakes(each, name),
    );
    expect(findings.map(({ id }) => id).toSorted()).toEqual(planted.toSorted());
  });
});

describe("doctor says on which line of the source a mistake is:", () => {
  const ofSource = new Set(sourceRules.map(({ id }) => id));

  it.each(apps)("%s", async (file) => {
    const { default: build } = (await import(path(file))) as { default: Build };
    const text = readFileSync(path(file), "utf8").split("\n");

    const findings = doctor(build(express5), { entry: path(file), parse: parseSync });

    for (const { id, line = 0, place } of findings) {
      if (!ofSource.has(id) || !place.includes(file)) continue;
      // The formatter puts the comment of a line that ends in a brace below the line.
      expect(`${text[line - 1]}${text[line]}`).toContain(`// mistake: ${id}`);
    }
  });
});

/** Returns the ids that the comments of a file promise. */
function mistakes(file: string, express: string): readonly string[] {
  const marks = readFileSync(path(file), "utf8").matchAll(
    /\/\/ mistake(?: on (\d))?: ([a-z0-9-]+)/g,
  );
  return [...marks].flatMap(([, version, id = ""]) =>
    version === undefined || express.endsWith(version) ? id : [],
  );
}

function path(file: string): string {
  return fileURLToPath(new URL(`wrong/${file}`, import.meta.url));
}
