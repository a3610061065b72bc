import { expect, it } from "vitest";
import { declaredTranslations, translationsKey } from "../../src/messages/declared-translations.ts";
import { revokedProxy } from "../support/hostile.ts";

it("finds the translations of an error, also of another copy of this package", () => {
  const declared = { language: "en", languages: ["de"], translate: () => ({ language: "de" }) };
  const error = Object.assign(new Error("Lost."), {
    [Symbol.for("express-backstop.translations")]: declared,
  });

  expect(declaredTranslations(error)).toBe(declared);
  expect(Symbol.keyFor(translationsKey)).toBe("express-backstop.translations");
});

it.each([
  ["an error without translations", new Error("Lost.")],
  ["nothing", undefined],
  ["null", null],
  ["a text", "lost"],
  ["a revoked proxy", revokedProxy()],
])("finds none of %s", (_what, thrown) => {
  expect(declaredTranslations(thrown)).toBeUndefined();
});
