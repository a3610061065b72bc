import { badRequest, Boom, boomify, conflict, internal, notFound, unauthorized } from "@hapi/boom";
import { boom } from "express-backstop/mappers/boom";
import { describe, expect, it } from "vitest";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { mapError, requestWith } from "../support/map-error.ts";

const headersOf = (thrown: unknown) => boom()(thrown, requestWith())?.headers;

/** Creates an object with the members that a boom has. */
const made = (output: unknown, members: object = {}) =>
  Object.assign(new Error("hunter2"), { isBoom: true, typeof: badRequest, output, ...members });

const payload = { statusCode: 409, error: "Conflict", message: "The slug is taken." };

describe("boom()", () => {
  it.each<[string, unknown, number, string, string]>([
    ["a 400", badRequest("Send a title."), 400, "bad_request", "Send a title."],
    ["a 401", unauthorized("Log in."), 401, "unauthorized", "Log in."],
    ["a 409", conflict("The slug is taken."), 409, "conflict", "The slug is taken."],
    [
      "a boom of the constructor",
      new Boom("No tea.", { statusCode: 418 }),
      418,
      "bad_request",
      "No tea.",
    ],
    ["a 404 without a message", notFound(), 404, "not_found", "Not found"],
    [
      "a message that is the name of the status",
      notFound("Not Found"),
      404,
      "not_found",
      "Not found",
    ],
  ])("keeps the status and the message of %s", (_what, thrown, status, code, message) => {
    const mapped = mapError(boom(), thrown);

    expect(mapped).toMatchObject({ status, code, message });
    expect(mapped?.cause).toBe(thrown);
  });

  it.each<[string, unknown, number]>([
    ["the message of a 5xx", internal("hunter2"), 500],
    ["the message of a 503 whose payload is written", made({ statusCode: 503, payload }), 503],
    ["the message of a 500 whose payload is written", made({ statusCode: 500, payload }), 500],
    ["the data", badRequest("Send a title.", { password: "hunter2" }), 400],
    [
      "the message of an error that was decorated",
      boomify(new Error("hunter2"), { statusCode: 409 }),
      409,
    ],
    [
      "another member of the payload",
      made({ statusCode: 400, payload: { hunter2: "hunter2" } }),
      400,
    ],
    [
      "a message that is not a text",
      made({ statusCode: 400, payload: { message: ["hunter2"] } }),
      400,
    ],
    ["the message of the error itself", made({ statusCode: 400 }), 400],
    ["a payload that is a text", made({ statusCode: 400, payload: "hunter2" }), 400],
  ])("does not send %s", (_what, thrown, status) => {
    const mapped = mapError(boom(), thrown);

    expect(mapped?.status).toBe(status);
    expect(mapped?.shown).not.toMatch(/hunter2|slug/);
  });

  it("keeps headers that are texts or numbers", () => {
    const headers = { "retry-after": 5, "www-authenticate": "Basic", a: ["x"], b: null, c: {} };

    expect(headersOf(made({ statusCode: 401, headers }))).toEqual({
      "retry-after": 5,
      "www-authenticate": "Basic",
    });
  });

  it.each<[string, unknown]>([
    ["empty", {}],
    ["missing", undefined],
    ["a text", "retry-after"],
    ["revoked", revokedProxy()],
    ["getters that throw", throwingGetters({}, "retry-after")],
  ])("has no headers if they are %s", (_what, headers) => {
    expect(headersOf(made({ statusCode: 400, headers }))).toBeUndefined();
    expect(mapError(boom(), made({ statusCode: 400, headers }))?.status).toBe(400);
  });

  it("keeps a header named like a member of every object from changing the prototype", () => {
    const headers = JSON.parse('{"__proto__":"x"}') as object;

    expect(Object.getPrototypeOf(headersOf(made({ statusCode: 400, headers })))).toBe(
      Object.prototype,
    );
  });

  it.each([
    [401, 502],
    [404, 502],
    [429, 503],
    [504, 504],
  ])("takes a %d that wreck has received from another server for a %d", (upstream, status) => {
    const data = { isResponseError: true, headers: { "retry-after": "9" }, res: {} };
    const thrown = new Boom("Response Error: hunter2", { statusCode: upstream, data });

    const mapped = mapError(boom(), thrown);

    expect(mapped).toMatchObject({ status, context: { upstreamStatus: upstream } });
    expect(mapped?.shown).not.toContain("hunter2");
    expect(headersOf(thrown)?.["Retry-After"]).toBe(status === 503 ? 9 : undefined);
  });

  it.each<[string, unknown]>([
    ["a text", { isResponseError: "true" }],
    ["missing", {}],
    ["in data that is revoked", revokedProxy()],
    ["in data that is null", null],
  ])("takes the status for the client's if the mark of wreck is %s", (_what, data) => {
    expect(mapError(boom(), made({ statusCode: 404, payload }, { data }))?.status).toBe(404);
  });

  it.each<[string, unknown]>([
    ["an error without the mark", { output: { statusCode: 400 } }],
    ["an error whose mark is a text", { isBoom: "true", output: { statusCode: 400 } }],
    ["a mark without an output", { isBoom: true }],
    ["an output that is null", made(null)],
    ["an output that is a text", made("400")],
    ["an output that is revoked", made(revokedProxy())],
    ["a status that is a text", made({ statusCode: "400" })],
    ["a status that is not an error", made({ statusCode: 200 })],
    ["a status that HTTP does not have", made({ statusCode: 999 })],
    ["a revoked proxy", revokedProxy()],
    ["a proxy that throws", hostileProxy()],
    ["getters that throw", throwingGetters({}, "isBoom", "output")],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(boom(), thrown)).toBeUndefined();
  });

  it("finds the boom that an error of the app wraps", () => {
    const thrown = new Error("hunter2", { cause: conflict("The slug is taken.") });

    expect(mapError(boom(), thrown)?.message).toBe("The slug is taken.");
  });

  it("does not send the message if the function that made the error is not known", () => {
    const thrown = made({ statusCode: 409, payload }, { typeof: "conflict" });

    expect(mapError(boom(), thrown)?.message).toBe("Conflict");
  });
});
