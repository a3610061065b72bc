import { BadRequestError, HttpError, isHttpError } from "express-backstop";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errorFactory, errorPartsBuilder } from "../../src/catalog/error-factory.ts";
import type { AnyErrorSpec } from "../../src/catalog/error-spec.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

const schema = z.object({ articleId: z.string() });
const factoryOf = (members: object, options: object = {}) => {
  const spec = { status: 410, title: "Gone away", ...members } as AnyErrorSpec;
  // The parameters of a factory depend on its declaration.
  return errorFactory("gone_away", spec, options) as unknown as (
    ...args: unknown[]
  ) => HttpError & { data?: unknown; failures: readonly Error[] };
};

describe("the parts of an error", () => {
  const partsOf = (members: object, input?: unknown) =>
    errorPartsBuilder("gone_away", { status: 410, title: "Gone away", ...members })(input);

  it("are undefined if nothing is declared", () => {
    expect(partsOf({}, { articleId: "a17" })).toEqual({
      data: undefined,
      detail: undefined,
      headers: undefined,
      failures: [],
    });
  });

  it("are those of the declaration, with the data of the call", () => {
    const declared = {
      data: schema,
      detail: ({ articleId }: { articleId: string }) => `${articleId} is gone.`,
      headers: ({ articleId }: { articleId: string }) => ({ "X-Article": articleId }),
    };

    expect(partsOf(declared, { articleId: "a17", more: 1 })).toEqual({
      data: { articleId: "a17" },
      detail: "a17 is gone.",
      headers: { "X-Article": "a17" },
      failures: [],
    });
  });

  it("that need no data stay when the data does not fit", () => {
    const declared = { data: schema, detail: "It is gone.", headers: { "X-A": "b" } };

    expect(partsOf(declared, { articleId: 17 })).toMatchObject({
      data: undefined,
      detail: "It is gone.",
      headers: { "X-A": "b" },
      failures: [{ message: "errors.gone_away: data does not fit its schema at articleId." }],
    });
  });

  it("name only the data when a part that is built from it cannot be built", () => {
    const declared = {
      status: 401,
      data: schema,
      detail: () => expect.unreachable(),
      headers: () => expect.unreachable(),
    };

    expect(partsOf(declared, {}).failures).toHaveLength(1);
  });

  it("take no data for an empty object, so that a schema may have defaults", () => {
    const data = z.object({ page: z.int().default(1) });

    expect(partsOf({ data })).toMatchObject({ data: { page: 1 }, failures: [] });
    expect(partsOf({ data }, null)).toMatchObject({ data: { page: 1 }, failures: [] });
  });

  it.each<[string, object, string]>([
    ["a detail of another type", { detail: () => 7 }, "detail must return a string, got 7."],
    ["a detail that is null", { detail: () => null }, "detail must return a string, got null."],
    ["headers of another type", { headers: () => "a" }, 'headers must return an object, got "a".'],
    ["headers that are null", { headers: () => null }, "headers must return an object, got null."],
    ["a list of headers", { headers: () => [] }, "headers must return an object, got an array."],
    ["a missing header", { status: 426, headers: () => ({}) }, "headers must include Upgrade."],
  ])("are reported with %s", (_what, declared, message) => {
    const { failures } = partsOf(declared);

    expect(failures).toMatchObject([{ message: `errors.gone_away: ${message}` }]);
  });

  it("may be left out by the functions of the declaration", () => {
    expect(partsOf({ detail: () => undefined, headers: () => undefined })).toMatchObject({
      detail: undefined,
      headers: undefined,
      failures: [],
    });
  });
});

describe("a factory", () => {
  it.each([
    ["the code", {}, { code: "gone_away" }],
    ["the status", {}, { status: 410 }],
    ["the title", {}, { title: "Gone away" }],
    ["no advice of its own", {}, { retry: "never" }],
    ["the advice of the status", { status: 503 }, { retry: "later" }],
    ["the declared advice", { status: 503, retry: "never" }, { retry: "never" }],
    ["the description", { description: "When." }, { description: "When." }],
    ["the fix", { fix: "How." }, { fix: "How." }],
    ["the type", { type: "https://example.com/a" }, { type: "https://example.com/a" }],
  ])("has %s as a property", (_what, declared, expected) => {
    expect(Object.assign({}, factoryOf(declared))).toMatchObject(expected);
  });

  it("sends its text at every status, because it is made of public data", () => {
    expect(factoryOf({ status: 500, detail: "Down." })()).toMatchObject({
      expose: true,
      message: "Down.",
    });
  });

  it("passes typeBase and type on", () => {
    const type = "https://example.com/probs/a";

    expect(factoryOf({ type }, { typeBase: "/p/" })()).toMatchObject({ type, typeBase: "/p/" });
  });

  it("takes an error in place of the options or the data for the cause", () => {
    const cause = Object.assign(new Error("secret"), { status: 500, context: { a: 1 } });

    expect(factoryOf({ data: schema })({ articleId: "a" }, cause)).toMatchObject({
      cause,
      failures: [],
    });
    expect(factoryOf({})(cause)).toMatchObject({ cause, failures: [], message: "Gone away" });
    expect(factoryOf({})(cause)).not.toHaveProperty("context");
    expect(factoryOf({ data: schema })(cause)).toMatchObject({
      cause,
      failures: [{ message: expect.stringContaining("errors.gone_away: data does not fit") }],
    });
  });

  it.each([
    ["cause", "why"],
    ["context", { shard: 3 }],
    ["errors", []],
    ["errorCount", 7],
    ["instance", "/failures/7"],
  ])(
    "takes the option %s as its second argument if it has data, or else as its first",
    (name, value) => {
      const options = { [name]: value };

      const expected = { ...options, failures: [] };
      expect(factoryOf({ data: schema })({ articleId: "a" }, options)).toMatchObject(expected);
      expect(factoryOf({})(options)).toMatchObject(expected);
    },
  );

  it.each(["status", "code", "title", "type", "headers", "extensions", "expose", "stack"])(
    "ignores the option %s, which the declaration decides, and reports it",
    (name) => {
      const plain = factoryOf({})();

      const error = factoryOf({})({ [name]: "other" });

      expect(error[name as keyof HttpError] === "other").toBe(false);
      expect(Object.assign({}, error, { failures: [] })).toEqual(Object.assign({}, plain));
      expect(error).toHaveProperty("failures", [
        expect.objectContaining({ message: expect.stringContaining(`unknown option "${name}"`) }),
      ]);
    },
  );

  it.each<[string, unknown]>([
    ["null", null],
    ["a text", "cause"],
    ["a number", 7],
    ["an object whose getter throws", throwingGetters({}, "cause")],
    ["a proxy that throws", hostileProxy()],
    ["a revoked proxy", revokedProxy()],
  ])("creates the error in spite of %s as options and as data", (_what, value) => {
    expect(factoryOf({})(value)).toMatchObject({ status: 410, code: "gone_away" });
    expect(factoryOf({ data: schema })(value, value)).toMatchObject({
      status: 410,
      code: "gone_away",
      data: undefined,
      failures: expect.arrayContaining([expect.any(Error)]),
    });
  });

  it("takes an option that is undefined for one that is absent", () => {
    expect(factoryOf({})({ cause: undefined })).not.toHaveProperty("cause");
  });

  it("reports nothing of options that cannot be read", () => {
    expect(factoryOf({})(revokedProxy()).failures).toEqual([]);
  });

  it("says where data belongs in the report of an unknown option", () => {
    const [data, options] = [{ articleId: "a" }, { articleId: "b" }];

    expect(factoryOf({})(data).failures).toMatchObject([
      {
        message:
          'errors.gone_away: unknown option "articleId". It declares no data: add the schema "data" for members.',
      },
    ]);
    expect(factoryOf({ data: schema })(data, options).failures).toMatchObject([
      { message: 'errors.gone_away: unknown option "articleId".' },
    ]);
  });

  it("reports options that are not an object", () => {
    expect(factoryOf({})("why")).toHaveProperty("failures", [
      expect.objectContaining({
        message: expect.stringContaining("errors.gone_away: options must be an object, got "),
      }),
    ]);
  });

  it("never throws, whatever a handler passes to it", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (data, options) => {
        const error = factoryOf({ data: schema, detail: String })(data, options);

        expect(isHttpError(error)).toBe(true);
        expect(error.status).toBe(410);
      }),
    );
  });

  it("recognizes errors by code and status", () => {
    const { is } = factoryOf({}) as unknown as { is: (value: unknown) => boolean };

    expect(is(factoryOf({})())).toBe(true);
    expect(is(new HttpError(410, "", { code: "gone_away" }))).toBe(true);
    expect(is(new HttpError(409, "", { code: "gone_away" }))).toBe(false);
    expect(is(new HttpError(410))).toBe(false);
    expect(is(new BadRequestError())).toBe(false);
    expect(is(hostileProxy())).toBe(false);
    expect(is(null)).toBe(false);
  });
});
