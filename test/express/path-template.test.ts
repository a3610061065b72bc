import { describe, expect, it } from "vitest";
import {
  joinTemplates,
  type PathSyntax,
  syntaxOf,
  toTemplates,
} from "../../src/express/path-template.ts";

const templatesOf = (path: unknown, syntax: PathSyntax) =>
  toTemplates(path, syntax)?.map(({ template }) => template);

describe.each(["express 4", "express 5"] as const)("toTemplates for %s", (syntax) => {
  it.each<[unknown, string[]]>([
    ["/", [""]],
    ["", [""]],
    ["/articles", ["/articles"]],
    ["/articles/", ["/articles"]],
    ["/articles/:id", ["/articles/{id}"]],
    ["/:a/:b", ["/{a}/{b}"]],
    ["/:from-:to", ["/{from}-{to}"]],
    ["/files/:name.:ext", ["/files/{name}.{ext}"]],
    [
      ["/a", ["/b", "/:c"]],
      ["/a", "/b", "/{c}"],
    ],
  ])("converts %j", (path, templates) => {
    expect(templatesOf(path, syntax)).toEqual(templates);
  });

  it.each([/a/, ["/a", /b/], 7, undefined, null])("returns undefined for %s", (path) => {
    expect(templatesOf(path, syntax)).toBeUndefined();
  });

  it("names the parameters in order, and makes a path that the template matches", () => {
    expect(toTemplates("/a/:b/:c", syntax)).toEqual([
      { template: "/a/{b}/{c}", examplePath: "/a/1/1", names: ["b", "c"] },
    ]);
  });
});

it.each<[string, string[] | undefined]>([
  ["/articles/:id(\\d+)", ["/articles/{id}"]],
  ["/articles/:id?", ["/articles/{id}", "/articles"]],
  ["/:a?/:b?", ["/{a}/{b}", "/{a}", "/{b}", ""]],
  ["/files/*", ["/files/{0}"]],
  ["/*/a/*", ["/{0}/a/{1}"]],
  ["/ab+c", undefined],
  ["/ab?c", undefined],
  ["/a(b)c", undefined],
  ["/a{b}", undefined],
])("toTemplates converts %j of Express 4 alone to %j", (path, templates) => {
  expect(templatesOf(path, "express 4")).toEqual(templates);
});

it.each<[string, string[] | undefined]>([
  ["/files/*path", ["/files/{path}"]],
  ["/articles{/:id}", ["/articles/{id}", "/articles"]],
  ["/a{/:b{/:c}}", ["/a/{b}/{c}", "/a/{b}", "/a"]],
  ['/:"odd name"', ["/{odd name}"]],
  ["/:größe", ["/{größe}"]],
  ["/a\\:b", ["/a:b"]],
  ["/a\\{b\\}", ["/a%7Bb%7D"]],
  ["/a{b", undefined],
  ["/a}b", undefined],
])("toTemplates converts %j of Express 5 alone to %j", (path, templates) => {
  expect(templatesOf(path, "express 5")).toEqual(templates);
});

it("joins the template of a mount path and one inside of it", () => {
  const [mount, inner] = [toTemplates("/a/:b", "express 5"), toTemplates("/c/:d", "express 5")];

  expect(joinTemplates(mount![0]!, inner![0]!)).toEqual({
    template: "/a/{b}/c/{d}",
    examplePath: "/a/1/c/1",
    names: ["b", "d"],
  });
});

it("knows Express 4 by its compiled expressions", () => {
  const match = (): boolean => false;

  expect(syntaxOf({ match, regexp: /^\/?$/ })).toBe("express 4");
  expect(syntaxOf({ match })).toBe("express 5");
});
