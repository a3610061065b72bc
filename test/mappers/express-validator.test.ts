import { expressValidator } from "express-backstop/mappers/express-validator";
import { describe, expect, it } from "vitest";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { blamed, mapError } from "../support/map-error.ts";

// The shapes are recorded from express-validator 7; test/libraries/validators.test.ts has the real one.

const wrong = (path: unknown, value: unknown = "hunter2", location: unknown = "body") => ({
  type: "field",
  value,
  msg: "not hunter2",
  path,
  location,
});

const title = wrong("title");
const missing = { ...wrong("id", "x", "query"), value: undefined };

/** Creates what `validationResult(req).throw()` throws. */
const result = (errors: unknown) => Object.assign(new Error("x"), { errors, mapped: () => ({}) });

describe("expressValidator()", () => {
  it.each<[string, unknown]>([
    ["is the list of array()", [title]],
    ["is the result that throw() throws", result([title])],
    ["has the list as its cause", new Error("invalid", { cause: [title] })],
    ["has the result as its cause", new Error("invalid", { cause: result([title]) })],
  ])("recognizes what %s, whatever the request is now", (_what, thrown) => {
    const mapped = mapError(expressValidator(), thrown);

    expect(mapped).toMatchObject({
      status: 400,
      code: "validation_failed",
      context: { validator: "express-validator" },
      errors: [{ in: "body", pointer: "#/title", code: "invalid", detail: "is not valid" }],
    });
    expect(mapped?.cause).toBe(thrown);
    expect(mapped?.shown).not.toContain("hunter2");
  });

  it.each(["body", "query", "params", "headers", "cookies"])("blames the %s", (location) => {
    expect(blamed(expressValidator(), [wrong("id", "x", location)])).toEqual([
      `${location} #/id invalid`,
    ]);
  });

  it.each<[string, unknown, string]>([
    ["undefined", undefined, "required"],
    ["null", null, "invalid"],
    ["an empty text", "", "invalid"],
    ["0", 0, "invalid"],
  ])("says of %s that it is %3$s", (_what, value, code) => {
    expect(blamed(expressValidator(), [{ ...title, value }])).toEqual([`body #/title ${code}`]);
  });

  it.each([
    ["tags[1]", "#/tags/1"],
    ["user.email", "#/user/email"],
    ['["a.b"].c', "#/a.b/c"],
    ["it's", "#/it's"],
    ["__proto__", "#/__proto__"],
    ["a\u0000\n\u202e", "#/a%00%0A%E2%80%AE"],
    ["", "#"],
  ])("points for the path %j to %s", (path, pointer) => {
    expect(mapError(expressValidator(), [wrong(path)])?.errors[0]?.pointer).toBe(pointer);
  });

  it("names each member that no chain is about", () => {
    const unknown = {
      type: "unknown_fields",
      msg: "Unknown field(s)",
      fields: [
        { path: "admin", value: "hunter2", location: "body" },
        { path: "q", value: undefined, location: "query" },
        { path: "id", value: "x", location: "session" },
        null,
      ],
    };

    expect(blamed(expressValidator(), [unknown])).toEqual([
      "body #/admin unknown_member",
      "query #/q unknown_member",
    ]);
  });

  it.each<[string, readonly unknown[]]>([
    ["alternative", [title, missing]],
    ["alternative_grouped", [[title], [missing]]],
  ])("lists the fields of an %s", (type, nestedErrors) => {
    expect(blamed(expressValidator(), [{ type, msg: "x", nestedErrors }])).toEqual([
      "body #/title invalid",
      "query #/id required",
    ]);
  });

  it("ends in alternatives that contain themselves", () => {
    const nestedErrors: unknown[] = [title];
    const circle = { type: "alternative", nestedErrors };
    for (let copy = 0; copy < 1000; copy += 1) nestedErrors.push(circle, [circle]);

    expect(blamed(expressValidator(), [circle])).toEqual(["body #/title invalid"]);
  });

  it("lists the first 50 of 10,000 issues, each once, and counts all", () => {
    const list = Array.from({ length: 10_000 }, (_, index) => wrong(`tags[${index}]`));

    const mapped = mapError(expressValidator(), [...list, ...list]);

    expect(mapped?.errors).toHaveLength(50);
    expect(mapped?.errorCount).toBe(10_000);
  });

  it.each<[string, unknown]>([
    ["an empty list", []],
    ["a list with something else in it", [title, "x"]],
    ["a list with null in it", [title, null]],
    ["an error of another type", [title, { ...title, type: "body" }]],
    ["an error whose type is a name of Object.prototype", [{ ...title, type: "constructor" }]],
    ["a list of nothing but unknown places", [{ type: "unknown_fields", fields: [{}] }]],
    ["alternatives without fields", [{ type: "alternative", nestedErrors: {} }]],
    ["a place that no request has", [wrong("title", "x", "session")]],
    ["a place that is a name of Object.prototype", [wrong("title", "x", "constructor")]],
    ["a path that is not a text", [wrong(7)]],
    ["an error that is not in a list", title],
    ["an object with the list, but without the functions of a result", { errors: [title] }],
    ["an object with a text in place of the function", { errors: [title], mapped: "mapped" }],
    ["a result without errors", result([])],
    ["a result whose errors are an object", result({ 0: title })],
    ["a list of class-validator", [{ property: "title", constraints: {}, children: [] }]],
    ["a list of Ajv", [{ keyword: "type", instancePath: "", schemaPath: "#/type", params: {} }]],
    ["a revoked list", revokedProxy([title])],
    ["a result whose list is revoked", result(revokedProxy([title]))],
    ["a proxy that throws", hostileProxy([title])],
    ["a list of revoked proxies", [revokedProxy()]],
    ["a list of getters that throw", [throwingGetters({}, "type", "path", "location")]],
    ["a field with getters that throw", [throwingGetters({ type: "field" }, "path", "location")]],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(expressValidator(), thrown)).toBeUndefined();
  });
});
