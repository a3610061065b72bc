import { HttpError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { CatalogError, nameByCode } from "../../src/catalog/catalog-error.ts";
import { toPascalCase } from "../../src/catalog/pascal-case.ts";

// As the first catalog does.
nameByCode();

const errorOf = (code: string) =>
  new CatalogError(410, undefined, { code, data: undefined, failures: [], expose: true });

describe("the name of a catalog's error", () => {
  it.each([
    ["article_not_found", "ArticleNotFoundError"],
    ["conflict", "ConflictError"],
    ["internal_error", "InternalError"],
    ["error_in_draft", "ErrorInDraftError"],
    ["http_2_required", "Http2RequiredError"],
    ["a__b", "ABError"],
  ])("of %s is %s, in the stack too", (code, name) => {
    const error = errorOf(code);

    expect(error.name).toBe(name);
    expect(error.stack).toMatch(new RegExp(`^${name}: Gone`));
    expect(Object.keys(error)).not.toContain("name");
  });

  it("can be replaced, as that of every error", () => {
    const error = errorOf("article_gone");

    error.name = "Other";

    expect(error.name).toBe("Other");
    expect(errorOf("article_gone").name).toBe("ArticleGoneError");
  });
});

it("keeps data and failures for reporters", () => {
  const options = { code: "article_gone", data: { id: 7 }, failures: ["f"], expose: true } as const;

  const error = new CatalogError(410, "It is gone.", options);

  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ message: "It is gone.", data: { id: 7 }, failures: ["f"] });
});

it("has the advice that is declared, and no member for what is not", () => {
  const options = { code: "article_gone", data: undefined, failures: [], expose: true } as const;
  const advice = { retry: "later", fix: "Wait.", docs: "https://docs.example.com/a" } as const;

  expect(new CatalogError(410, undefined, { ...options, ...advice })).toMatchObject(advice);
  for (const name of Object.keys(advice)) {
    expect(new CatalogError(410, undefined, options)).not.toHaveProperty(name);
  }
});

it("names the prototype, which has no code, by its class", () => {
  expect(CatalogError.prototype.name).toBe("CatalogError");
});

it.each<[string[], string]>([
  [["article", "not", "found"], "ArticleNotFound"],
  [["a"], "A"],
  [["uri", "", "b"], "UriB"],
  [["Already"], "Already"],
  [[], ""],
])("joins %j as %s", (words, joined) => {
  expect(toPascalCase(words)).toBe(joined);
});
