import { expect, it } from "vitest";
import { core } from "zod";
import { checks, containers, leaves } from "../../../src/validate/zod/internals.ts";

// A new type or check of zod belongs in the tables if it calls no function of the schema's author and, if it contains
// schemas, all of them can be listed. Otherwise write "not listed" here.

/** TypeScript reports the missing name when zod adds a type. */
const types: Readonly<Record<core.$ZodTypeDef["type"], "container" | "leaf" | "not listed">> = {
  any: "leaf",
  array: "container",
  bigint: "leaf",
  boolean: "leaf",
  catch: "not listed",
  custom: "not listed",
  date: "leaf",
  default: "container",
  enum: "leaf",
  file: "not listed",
  function: "not listed",
  int: "leaf",
  intersection: "container",
  lazy: "not listed",
  literal: "leaf",
  map: "not listed",
  nan: "not listed",
  never: "leaf",
  nonoptional: "container",
  null: "leaf",
  nullable: "container",
  number: "leaf",
  object: "container",
  optional: "container",
  pipe: "not listed",
  prefault: "container",
  promise: "not listed",
  readonly: "container",
  record: "container",
  set: "not listed",
  string: "leaf",
  success: "not listed",
  symbol: "not listed",
  template_literal: "not listed",
  transform: "not listed",
  tuple: "container",
  undefined: "leaf",
  union: "container",
  unknown: "leaf",
  void: "not listed",
};

const checkNames: Readonly<Record<string, "listed" | "not listed">> = {
  bigint_format: "listed",
  greater_than: "listed",
  length_equals: "listed",
  less_than: "listed",
  max_length: "listed",
  max_size: "not listed",
  mime_type: "not listed",
  min_length: "listed",
  min_size: "not listed",
  multiple_of: "listed",
  number_format: "listed",
  overwrite: "listed",
  properties: "not listed",
  property: "not listed",
  size_equals: "not listed",
  string_format: "listed",
};

it("lists every type of schema that is known to be synchronous", () => {
  expect(new Set(containers.keys())).toEqual(namesWith(types, "container"));
  expect(leaves).toEqual(namesWith(types, "leaf"));
});

it("lists every check that is known to be synchronous", () => {
  expect(checks).toEqual(namesWith(checkNames, "listed"));
});

it("knows every check that zod exports", () => {
  const exported = Object.keys(core)
    .filter((name) => /^\$ZodCheck[A-Z]/.test(name))
    .map((name) => name.slice("$ZodCheck".length).toLowerCase())
    .filter((name) => !stringFormats.has(name));

  expect(new Set(exported)).toEqual(
    new Set(Object.keys(checkNames).map((name) => name.replace("_", ""))),
  );
});

/** The classes whose check is `string_format`, besides the class with this name. */
const stringFormats: ReadonlySet<string> = new Set([
  "regex",
  "lowercase",
  "uppercase",
  "includes",
  "startswith",
  "endswith",
]);

function namesWith(table: Readonly<Record<string, string>>, mark: string): Set<string> {
  return new Set(Object.keys(table).filter((name) => table[name] === mark));
}
