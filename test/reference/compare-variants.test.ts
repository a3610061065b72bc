import { describe, expect, it } from "vitest";
import { compareMembers } from "../../src/reference/compare-members.ts";

const text = { type: "string", maxLength: 9 };
const none = { type: "null" };
const dog = { type: "object", properties: { kind: { const: "dog" }, age: { type: "number" } } };
const cat = { type: "object", properties: { kind: { const: "cat" }, age: { type: "number" } } };
const olderCat = { ...cat, properties: { ...cat.properties, lives: { type: "integer" } } };

describe.each(["anyOf", "oneOf"])("a change of a variant of %s", (rule) => {
  it.each<[string, readonly unknown[], readonly unknown[], readonly string[]]>([
    ["of a description", [text, none], [{ ...text, description: "A" }, none], []],
    ["of the order", [text, none], [none, text], []],
    [
      "to a smaller maximum",
      [text, none],
      [{ ...text, maxLength: 5 }, none],
      ["member-narrowed x"],
    ],
    ["to a larger maximum", [text, none], [{ ...text, maxLength: 10 }, none], ["member-widened x"]],
    ["to another type", [text, none], [{ type: "number" }, none], ["member-widened x"]],
    ["to another constant", [{ const: 1 }], [{ const: 2 }], ["member-widened x"]],
    ["to another reference", [{ $ref: "#/a" }], [{ $ref: "#/b" }], ["member-widened x"]],
    ["that is new", [text], [text, none], ["member-widened x"]],
    ["that is gone", [text, none], [none], ["member-narrowed x"]],
    ["that is true", [true], [true], []],
    ["of one kind of object", [dog, cat], [olderCat, dog], ["member-added x.lives"]],
    ["that loses a member", [dog, olderCat], [dog, cat], ["member-removed x.lives"]],
    [
      "of the same type as another",
      [text, { ...text, format: "uri" }],
      [
        { ...text, format: "uri" },
        { ...text, maxLength: 5 },
      ],
      ["member-narrowed x"],
    ],
  ])("%s is judged as that of a member", (_what, old, current, expected) => {
    const changes = compareMembers({ [rule]: old }, { [rule]: current }, "x");

    expect(changes.map((change) => `${change.rule} ${change.place}`)).toEqual(expected);
  });
});
