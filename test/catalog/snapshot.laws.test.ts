import { defineErrors } from "express-backstop";
import fc from "fast-check";
import { expect, it } from "vitest";
import { snapshot } from "../../src/catalog/snapshot.ts";
import type { StandardSchema } from "../../src/schema/standard-schema.ts";

/** A schema that describes itself as the given JSON Schema. */
function schemaOf(described: object): StandardSchema {
  const jsonSchema = { output: () => described };
  const standard = { version: 1, vendor: "own", validate: () => ({ value: {} }), jsonSchema };
  return { "~standard": standard } as unknown as StandardSchema;
}

const snapshotOf = (described: object): string =>
  defineErrors({
    gone_away: { status: 410, title: "Gone away", data: schemaOf(described) },
  } as never).snapshot();

/** Returns the same value with the members of each object in the reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([name, member]) => [name, reversed(member)]));
}

const described = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `x-${name}`),
  fc.jsonValue({ maxDepth: 3 }),
);

it("is the same for the same members in any order, at every depth", () => {
  fc.assert(
    fc.property(described, (schema) => {
      expect(snapshotOf(reversed(schema) as object)).toBe(snapshotOf(schema));
    }),
  );
});

it("is the same for names in any order, and not for other lists in another order", () => {
  expect(snapshotOf({ required: ["b", "a"] })).toBe(snapshotOf({ required: ["a", "b"] }));
  expect(snapshotOf({ enum: [2, 1] })).not.toBe(snapshotOf({ enum: [1, 2] }));
  expect(snapshotOf({ enum: ["a", 1] })).not.toBe(snapshotOf({ enum: [1, "a"] }));
});

it("is JSON that contains every member", () => {
  fc.assert(
    fc.property(described, (schema) => {
      const { gone_away: entry } = JSON.parse(snapshotOf(schema)) as {
        gone_away: { members: object };
      };

      expect(Object.keys(entry.members)).toEqual(Object.keys(schema).toSorted());
    }),
  );
});

it.each([
  [undefined, 400],
  [400, 400],
  [422, 422],
] as const)("has with validationStatus %s the status %d of validation_failed", (option, status) => {
  const { validation_failed } = defineErrors({
    validation_failed: { status: 400, title: "Validation failed" },
  });

  const text = snapshot(
    { validation_failed },
    option === undefined ? {} : { validationStatus: option },
  );

  expect(JSON.parse(text)).toEqual({ validation_failed: { status, title: "Validation failed" } });
});

it("refuses another validationStatus", () => {
  const errors = defineErrors({});

  expect(() => errors.snapshot({ validationStatus: 409 as never })).toThrow(
    "snapshot: validationStatus must be 400 or 422, got 409.",
  );
});
