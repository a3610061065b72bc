import { builtInErrors, pickErrors } from "express-backstop/catalog";
import { expect, it } from "vitest";

it("has the picked codes alone, in the order in which they are named", () => {
  const picked = pickErrors(builtInErrors, "not_found", "forbidden");

  expect(Object.keys(picked)).toEqual(["not_found", "forbidden"]);
  expect(picked.forbidden).toBe(builtInErrors.forbidden);
  expect(Object.keys(JSON.parse(picked.snapshot()))).toEqual(["forbidden", "not_found"]);
  expect(Object.isFrozen(picked)).toBe(true);
});

it.each<[string, readonly unknown[], string]>([
  [
    "declarations in place of a catalog",
    [{ gone: { status: 410 } }, "gone"],
    "pickErrors: errors must be a catalog, got a value of type object. Write defineErrors({ … }), or builtInErrors of express-backstop/catalog.",
  ],
  [
    "a code that the catalog does not have",
    [builtInErrors, "not_found", "article_lost"],
    'pickErrors: the catalog has no code "article_lost". Write one of its codes.',
  ],
  [
    "the name of a method of the catalog",
    [builtInErrors, "snapshot"],
    'pickErrors: the catalog has no code "snapshot". Write one of its codes.',
  ],
  [
    "a name that every object has",
    [builtInErrors, "constructor"],
    'pickErrors: the catalog has no code "constructor". Write one of its codes.',
  ],
])("refuses %s", (_what, args, message) => {
  const pick = (): unknown => Reflect.apply(pickErrors, undefined, args);

  expect(pick).toThrow(new TypeError(message));
});
