import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { describe, expect, it } from "vitest";

const spec = { status: 404, title: "Oh no" };
const define = (catalog: unknown, options?: unknown): unknown =>
  Reflect.apply(defineErrors, undefined, [catalog, options]);

describe("defineErrors", () => {
  it.each<[string, unknown, unknown, string]>([
    [
      "a list in place of declarations",
      [spec],
      {},
      'defineErrors: catalog must be an object, got an array. Write defineErrors({ article_not_found: { status: 404, title: "Article not found" } }).',
    ],
    [
      "a code that the extended catalog has",
      { not_found: spec },
      { extend: builtInErrors },
      'defineErrors: the extended catalog already has the code "not_found". Write another code.',
    ],
    [
      "two codes with the same type",
      {
        oh_no: { ...spec, type: "https://a.example/no" },
        ah_no: { ...spec, type: "https://a.example/no" },
      },
      {},
      'defineErrors: oh_no and ah_no have the same type "https://a.example/no". Write another type for one of them.',
    ],
    [
      "a type that is the typeBase and the code of another",
      { oh_no: spec, ah_no: { ...spec, type: "https://a.example/oh_no" } },
      { typeBase: "https://a.example/" },
      'defineErrors: oh_no and ah_no have the same type "https://a.example/oh_no". Write another type for one of them.',
    ],
    [
      "a type that the extended catalog has",
      { oh_no: { ...spec, type: "https://a.example/no" } },
      { extend: define({ ah_no: { ...spec, type: "https://a.example/no" } }) },
      'defineErrors: ah_no and oh_no have the same type "https://a.example/no". Write another type for one of them.',
    ],
    [
      "declarations in place of an extended catalog",
      { oh_no: spec },
      { extend: { not_found: spec } },
      "defineErrors: extend must be a catalog such as builtInErrors of express-backstop/catalog, got a value of type object.",
    ],
    [
      "an unknown option",
      {},
      { base: "/" },
      'defineErrors: unknown option "base". Write one of typeBase, extend, stack, prefix, language, languages.',
    ],
    [
      "a word for true",
      {},
      { stack: "yes" },
      'defineErrors: stack must be true or false, got "yes".',
    ],
    [
      "a prefix that cannot begin a code",
      {},
      { prefix: "Billing" },
      'defineErrors: prefix must be a beginning of codes, of three characters or more, such as "billing_", got "Billing".',
    ],
    [
      "a language that is not a tag",
      {},
      { language: "English!" },
      'defineErrors: language must be a language tag such as "en", got "English!".',
    ],
    [
      "a list of languages",
      {},
      { languages: [] },
      "defineErrors: languages must be an object of texts by language tag and code, got [].",
    ],
  ])("refuses %s when the app starts", (_what, catalog, options, message) => {
    expect(() => define(catalog, options)).toThrow(new TypeError(message));
  });

  it("takes a code for its own that every object has", () => {
    const errors = define({ constructor: spec }, { extend: builtInErrors }) as {
      readonly constructor: { readonly code?: string };
    };

    expect(errors.constructor.code).toBe("constructor");
  });

  it("has the codes of the extended catalog first, and is frozen", () => {
    const errors = defineErrors({ oh_no: { status: 404, title: "A" } }, { extend: builtInErrors });

    expect(Object.keys(errors)).toEqual([...Object.keys(builtInErrors), "oh_no"]);
    expect(errors.not_found).toBe(builtInErrors.not_found);
    expect(Object.isFrozen(errors)).toBe(true);
  });

  it("gives the type base and the wish for stacks to each factory", () => {
    const { oh_no } = defineErrors(
      { oh_no: { status: 500, title: "Oh no" } },
      { typeBase: "https://a.example/", stack: false },
    );

    expect(oh_no.typeBase).toBe("https://a.example/");
    expect(oh_no().stack).not.toContain("\n");
  });
});

describe("snapshot", () => {
  const { snapshot } = defineErrors({ oh_no: { status: 404, title: "Oh no" } });

  it.each<[string, unknown, string]>([
    ["a base without a slash", { typeBase: "a" }, "snapshot: typeBase must be"],
    ["another status", { validationStatus: 409 }, "validationStatus must be 400 or 422, got 409."],
    ["a word for true", { guidance: "yes" }, 'guidance must be true or false, got "yes".'],
    [
      "the name of a serializer",
      { serialize: "errorEnvelope" },
      'snapshot: serialize must be a function such as errorEnvelope(), got "errorEnvelope".',
    ],
    ["an unknown option", { base: "/" }, 'snapshot: unknown option "base".'],
  ])("refuses %s", (_what, options, message) => {
    expect(() => snapshot(options as never)).toThrow(TypeError);
    expect(() => snapshot(options as never)).toThrow(message);
  });

  it("has the types that begin with a base, and the bodies of a serializer", () => {
    const serialize = (problem: object): object => ({ problem });

    expect(JSON.parse(snapshot({ typeBase: "https://a.example/" }))).toEqual({
      oh_no: { status: 404, title: "Oh no", type: "https://a.example/oh_no" },
    });
    expect(JSON.parse(snapshot({ serialize, guidance: true }))).toMatchObject({
      oh_no: {
        body: { problem: { type: "/problems/oh_no", code: "oh_no", category: "not_found" } },
      },
    });
    expect(JSON.parse(snapshot({ serialize }))).not.toHaveProperty("oh_no.body.problem.category");
    expect(JSON.parse(builtInErrors.snapshot({ validationStatus: 422, serialize }))).toMatchObject({
      validation_failed: { status: 422, body: { problem: { status: 422 } } },
    });
    expect(
      JSON.parse(
        snapshot({
          serialize: () => {
            throw new Error("There is no request.");
          },
        }),
      ),
    ).toEqual({ oh_no: { status: 404, title: "Oh no" } });
  });
});
