import { runInNewContext } from "node:vm";
import createError from "http-errors";
import { afterEach, describe, expect, it } from "vitest";
import { ownStatus } from "../../src/normalize/own-status.ts";
import { throwingGetters } from "../support/hostile.ts";
import { pollute } from "../support/pollute.ts";

const errorWith = (members: object): Error => Object.assign(new Error("no"), members);

describe("the own status of an error", () => {
  it.each<[string, unknown, number]>([
    ["its status", errorWith({ status: 404 }), 404],
    ["its statusCode", errorWith({ statusCode: 409 }), 409],
    ["its status before its statusCode", errorWith({ status: 404, statusCode: 409 }), 404],
    [
      "its statusCode if its status is not that of an error",
      errorWith({ status: 200, statusCode: 409 }),
      409,
    ],
    ["that of an error with a code", errorWith({ status: 410, code: "GONE" }), 410],
    ["that of an error with a numeric code", errorWith({ status: 410, code: 7 }), 410],
    ["that of a TypeError", Object.assign(new TypeError("no"), { status: 404 }), 404],
    [
      "that of an error of another realm",
      runInNewContext("Object.assign(new Error('no'), { status: 404 })"),
      404,
    ],
    [
      "that of an object that inherits from Error",
      Object.assign(Object.create(Error.prototype) as object, { status: 404 }),
      404,
    ],
    [
      "its statusCode if its status cannot be read",
      throwingGetters(errorWith({ statusCode: 409 }), "status"),
      409,
    ],
    [
      "its status if its code cannot be read",
      throwingGetters(errorWith({ status: 404 }), "code"),
      404,
    ],
  ])("is %s", (_what, error, status) => {
    expect(ownStatus(error)).toBe(status);
  });

  it.each<[string, unknown]>([
    ["an error without one", new Error("no")],
    ["a status of success", errorWith({ status: 200 })],
    ["a status that is a text", errorWith({ status: "404" })],
    ["an object that is not an error", { status: 404 }],
    ["an error of http-errors", createError(404)],
    ["an error that http-errors decorated", createError(404, new Error("no"))],
    ["the URIError of a path", Object.assign(new URIError("no"), { status: 400 })],
    ["undefined", undefined],
    ["null", null],
    ["a text", "404"],
  ])("is undefined for %s", (_what, thrown) => {
    expect(ownStatus(thrown)).toBeUndefined();
  });

  it.each([
    "syscall",
    "errno",
    "request",
    "response",
    "config",
    "$metadata",
    "$fault",
    "requestID",
    "request_id",
    "requestId",
    "raw",
    "moreInfo",
  ])("is undefined for an error with %s, as it is that of another server", (name) => {
    expect(ownStatus(errorWith({ status: 404, [name]: undefined }))).toBeUndefined();
  });

  it("is undefined for an error of undici", () => {
    expect(ownStatus(errorWith({ status: 404, code: "UND_ERR_RESPONSE" }))).toBeUndefined();
    expect(ownStatus(errorWith({ status: 404, code: "NO_UND_ERR_" }))).toBe(404);
  });
});

describe("the status that a polluted Object.prototype supplies", () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, "status");
  });

  it("is that of no error", () => {
    pollute("status", 404);

    expect(ownStatus(new Error("no"))).toBeUndefined();
    expect(ownStatus(errorWith({ statusCode: 409 }))).toBe(409);
  });
});
