import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stackOf } from "../../src/express/layers.ts";
import {
  joinTemplates,
  type PathSyntax,
  syntaxOf,
  toTemplates,
} from "../../src/express/path-template.ts";
import { expresses } from "../support/expresses.ts";

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

describe.each(expresses)("the templates of a path that %s accepts", (name, express) => {
  const syntax = name === "Express 4" ? "express 4" : "express 5";
  const literals = fc.constantFrom("a", "b-c", "d.e", "f~g", "v1", "items");
  const names = fc.constantFrom("id", "tenant", "slug_2", "Name");
  const common = fc.oneof(
    literals.map((text) => `/${text}`),
    names.map((one) => `/:${one}`),
    fc.tuple(names, names).map(([from, to]) => `/:${from}-:${to}`),
    fc.tuple(literals, names).map(([text, one]) => `/${text}.:${one}`),
  );
  const own = {
    "express 4": ["/:opt?", "/:number(\\d+)", "/*"],
    "express 5": ["{/:opt}", "{/x/:opt}", "/*rest", "{/a{/:deep}}", '/:"odd name"', "/c\\:d"],
  }[syntax];
  const segments = fc.oneof({ arbitrary: common, weight: 3 }, fc.constantFrom(...own));
  const paths = fc.array(segments, { maxLength: 4 }).map((parts) => parts.join("") || "/");

  it("have examples that Express matches with the same path", () => {
    fc.assert(
      fc.property(paths, fc.boolean(), (path, slash) => {
        const app = express();
        app.get(slash && !path.endsWith("/") ? `${path}/` : path, () => {});
        const layer = stackOf(app).at(-1)!;

        const templates = toTemplates(layer.route!.path, syntaxOf(layer))!;

        expect(syntaxOf(layer)).toBe(syntax);
        expect(templates.length).toBeGreaterThan(0);
        for (const { examplePath } of templates) {
          expect([path, examplePath, Boolean(layer.match(examplePath || "/"))]).toEqual([
            path,
            examplePath,
            true,
          ]);
        }
      }),
    );
  });

  it("have a name for each parameter, and values in their place make the example", () => {
    fc.assert(
      fc.property(paths, (path) => {
        for (const { template, examplePath, names: found } of toTemplates(path, syntax)!) {
          const placed = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, one]) => one);

          expect(placed).toEqual(found);
          expect(template.replaceAll(/\{[^{}]*\}/g, "1")).toBe(examplePath);
        }
      }),
    );
  });
});
