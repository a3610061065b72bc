import { AssertionError } from "node:assert";
import {
  type FieldError,
  type ProblemDetails,
  type ProblemFormat,
  type ProblemSerializer,
  validate,
  ValidationError,
} from "express-backstop";
import {
  errorEnvelope,
  googleApi,
  jsonApi,
  laravelErrors,
  nestErrors,
  railsErrors,
  springBootErrors,
} from "express-backstop/serializers";
import { assertInvalidField, problemMatchers } from "express-backstop/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const Article = z.object({
  title: z.string(),
  tags: z.array(z.object({ "a/b": z.string().min(3) })),
});

/** The formats, and whether a body of the format says the part of the request and the code. */
const formats: readonly (readonly [string, ProblemFormat, part: boolean, code: boolean])[] = [
  ["the default", {}, true, true],
  ["another base and status", { typeBase: "/p/", validationStatus: 422 }, true, true],
  ["errorEnvelope", { serialize: errorEnvelope() }, true, true],
  ["jsonApi", { serialize: jsonApi() }, true, true],
  ["googleApi", { serialize: googleApi({ domain: "api.example.com" }) }, false, true],
  ["railsErrors", { serialize: railsErrors() }, false, false],
  ["laravelErrors", { serialize: laravelErrors() }, false, false],
  ["nestErrors", { serialize: nestErrors() }, false, false],
  ["springBootErrors", { serialize: springBootErrors() }, true, true],
];

describe.each(expresses)("assertInvalidField on %s", (_name, express) => {
  it.each(formats)(
    "finds each invalid field and no other, in %s",
    async (_what, format, saysPart, saysCode) => {
      await using app = await serve(
        (app) => app.post("/:id", validate({ body: Article, params: z.object({ id: z.uuid() }) })),
        { express, ...format },
      );

      const response = await app.api.post("/7").send({ tags: [{ "a/b": "long" }, { "a/b": "x" }] });
      const assert = (pointer: string, expected: Partial<FieldError> = {}) =>
        assertInvalidField(response, pointer, expected, format);

      const title = assert("#/title");
      assert("#/title", { detail: title.detail ?? "" });
      assert("#/tags/1/a~1b");
      assert("#/id");
      if (saysCode) assert("#/title", { code: "required" });
      if (saysPart) assert("#/id", { in: "params" });
      for (const [pointer, expected] of [
        ["#"],
        ["#/content"],
        ["#/tags/0/a~1b"],
        ["#/tags/1"],
        ["#/title", { code: "too_short" }],
        ["#/title", { in: "query" }],
        ["#/title", { detail: "is wrong" }],
      ] as const) {
        expect(() => assert(pointer, expected)).toThrow(AssertionError);
      }
    },
  );
});

const respond = (body: unknown, status = 400) => ({
  status,
  headers: {},
  text: typeof body === "string" ? body : JSON.stringify(body),
});
const errors: readonly FieldError[] = [
  { in: "body", pointer: "#/title", code: "required", detail: "is required" },
  {
    in: "query",
    pointer: "#/title",
    code: "too_short",
    detail: "is too short",
    params: { minimum: 3 },
  },
];

describe("assertInvalidField", () => {
  it("returns what the response says of the field, of the part that is asked for", () => {
    const response = respond({ errors });

    expect(assertInvalidField(response, "#/title")).toEqual(errors[0]);
    expect(assertInvalidField(response, "#/title", { in: "query" })).toEqual(errors[1]);
    expect(assertInvalidField(response, "#/title", { code: "too_short" })).toEqual(errors[1]);
    expect(assertInvalidField(response, "#/title", { params: { minimum: 3 } })).toEqual(errors[1]);
    expect(assertInvalidField(response, "#/title", { code: undefined } as object)).toEqual(
      errors[0],
    );
  });

  it("lists the fields that the response names, and shows the response", () => {
    const response = respond({ errors });

    expect(() =>
      assertInvalidField(response, "#/content", { in: "body", code: "required" }),
    ).toThrow(
      'The response does not name the invalid field body #/content with code "required": ' +
        "it names body #/title (required); query #/title (too_short).\n" +
        `400 ${response.text}`,
    );
  });

  it("says what the fields have in place of an expected detail or params", () => {
    const expected = { detail: "is long", params: { minimum: 4 } };

    expect(() => assertInvalidField(respond({ errors }), "#/title", expected)).toThrow(
      'with detail "is long" and params {"minimum":4}: ' +
        'it names body #/title (required, detail "is required", params undefined); ' +
        'query #/title (too_short, detail "is too short", params {"minimum":3}).',
    );
  });

  it.each([
    ["no JSON", "<html>"],
    ["a text", '"errors"'],
    ["null", "null"],
    ["no errors", "{}"],
    ["an object of errors", '{"errors":{"title":"is required"}}'],
    ["a list of other values", '{"errors":[null,"#/title",7]}'],
    ["nothing", ""],
  ])("fails for a body that is or has %s", (_what, text) => {
    for (const [, { serialize }] of formats) {
      expect(() =>
        assertInvalidField(respond(text), "#/title", {}, serialize ? { serialize } : {}),
      ).toThrow(AssertionError);
    }
    expect(() => assertInvalidField(respond(text), "#/title")).toThrow("it names no field");
  });

  it("fails for a response that is not an error", () => {
    expect(() => assertInvalidField(respond({ errors }, 200), "#/title")).toThrow(
      "its status is not an error",
    );
  });

  it("reads the fields of another format with read, or with the readFields of the serializer", () => {
    const serialize: ProblemSerializer = (problem: ProblemDetails) => ({ invalid: problem.errors });
    const readFields = ({ invalid }: { readonly invalid: readonly FieldError[] }) => invalid;
    const response = respond({ invalid: errors });
    const read = ({ invalid }: { readonly invalid: readonly FieldError[] }) => ({
      errors: invalid,
    });

    assertInvalidField(response, "#/title", {}, { read });
    assertInvalidField(response, "#/title", {}, { read, serialize });
    assertInvalidField(
      response,
      "#/title",
      {},
      { serialize: Object.assign(serialize.bind(undefined), { readFields }) },
    );
    expect(() => assertInvalidField(response, "#/title", {}, { serialize })).toThrow(
      "assertInvalidField: the serializer has no readFields, so pass how to read the problem of a body. " +
        "Write { read: (body) => ({ errors: … }) }.",
    );
    for (const reader of [() => undefined, () => "#/title", () => [null, "#/title", 7]]) {
      const broken = { serialize: Object.assign(() => ({}), { readFields: reader as never }) };
      expect(() => assertInvalidField(response, "#/title", {}, broken)).toThrow("no field");
    }
    expect(() => assertInvalidField(respond("{}"), "#/title", {}, { read })).toThrow("no field");
    expect(() => assertInvalidField(respond("null"), "#/title", {}, { read })).toThrow(
      "read failed with TypeError",
    );
  });

  it.each(["/title", "title", "", "#title", undefined])("refuses the pointer %j", (pointer) => {
    const assert = () => assertInvalidField(respond({ errors }), pointer as string);

    expect(assert).toThrow(TypeError);
    expect(assert).toThrow('must be a JSON Pointer fragment such as "#/title", got ');
  });

  it("finds a field of the whole body, and one whose name is that of a prototype", () => {
    const thrown = new ValidationError([
      { in: "body", pointer: "#", code: "required", detail: "is required" },
      { in: "body", pointer: "#/__proto__", code: "unknown_member", detail: "is not allowed" },
    ]);
    const response = respond({ errors: thrown.errors });

    expect(assertInvalidField(response, "#")).toEqual(thrown.errors?.[0]);
    expect(assertInvalidField(response, "#/__proto__", { code: "unknown_member" })).toEqual(
      thrown.errors?.[1],
    );
  });
});

describe("toHaveInvalidField", () => {
  it("says for a negated assertion that the field is named", () => {
    const { pass, message } = problemMatchers.toHaveInvalidField(respond({ errors }), "#/title");

    expect(pass).toBe(true);
    expect(message()).toBe("The response names the invalid field #/title.");
  });

  it("compares as assertInvalidField does", () => {
    const response = respond({ errors });

    const { pass, message } = problemMatchers.toHaveInvalidField(response, "#/title", {
      code: "too_long",
    });

    expect(pass).toBe(false);
    expect(message()).toContain('#/title with code "too_long": it names body #/title (required)');
  });
});
