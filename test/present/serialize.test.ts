import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mishaps } from "../../src/errors/mishaps.ts";
import type { ProblemDetails } from "../../src/present/problem.ts";
import {
  bodyType,
  forRenderer,
  type ProblemSerializer,
  toBody,
} from "../../src/present/serialize.ts";
import { throwingGetters } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

const problem: ProblemDetails = { type: "/problems/a", title: "A", status: 409, code: "a" };
const plain = JSON.stringify(problem);
const { req } = serverResponse();

describe("toBody", () => {
  it("writes the plain problem where there is no serializer", () => {
    const mishaps = new Mishaps();

    expect(toBody(problem, req, undefined, mishaps)).toMatchObject({
      body: plain,
      contentType: "application/problem+json",
    });
    expect(mishaps.errors).toEqual([]);
  });

  it("writes what a serializer makes of the problem and the request", () => {
    const serialize: ProblemSerializer = ({ code }, { url }) => ({ error: code, url });

    expect(toBody(problem, req, serialize, new Mishaps())).toMatchObject({
      body: '{"error":"a","url":"/"}',
      contentType: "application/json",
    });
  });

  it("labels the body with the media type of the serializer", () => {
    const serialize = Object.assign(() => "a", { contentType: "application/vnd.a+json" });

    expect(toBody(problem, req, serialize, new Mishaps())).toMatchObject({
      body: '"a"',
      contentType: "application/vnd.a+json",
    });
  });

  it.each<[string, () => unknown, string]>([
    ["throws", fails, "no"],
    ["returns undefined", () => undefined, "a value that JSON can hold, got undefined"],
    [
      "returns a function",
      () => String,
      "a value that JSON can hold, got a value of type function",
    ],
    [
      "returns a symbol",
      () => Symbol("a"),
      "a value that JSON can hold, got a value of type symbol",
    ],
    [
      "returns a promise",
      () => Promise.reject(new Error("later")),
      "serialize must return the body itself, got a promise",
    ],
    ["returns a bigint", () => 1n, "BigInt"],
    ["returns a toJSON that throws", () => ({ toJSON: fails }), "no"],
  ])(
    "writes the plain problem where the serializer %s, and says so",
    (_what, serialize, message) => {
      const mishaps = new Mishaps();

      expect(toBody(problem, req, serialize as ProblemSerializer, mishaps)).toMatchObject({
        body: plain,
        contentType: "application/problem+json",
      });
      expect(mishaps.errors).toMatchObject([{ message: expect.stringContaining(message) }]);
    },
  );

  it.each<[string, unknown]>([
    ["a bigint", 1n],
    ["a circle", circle()],
    ["a toJSON that throws", { toJSON: fails }],
  ])("leaves out a member with %s, and says so", (_what, odd) => {
    const mishaps = new Mishaps();

    const { body } = toBody({ ...problem, odd, last: 1 }, req, undefined, mishaps);

    expect(JSON.parse(body)).toEqual({ ...problem, last: 1 });
    expect(mishaps.errors).toEqual([
      expect.objectContaining({
        message: 'The member "odd" was left out of the response: it cannot be written.',
        cause: expect.any(Error),
      }),
    ]);
  });

  it("names each member that it leaves out, once, also of a problem beyond 64 kB", () => {
    const mishaps = new Mishaps();
    const members = { a: 1n, long: "\u65E5".repeat(22_000), b: circle(), last: 1 };

    const { body } = toBody({ ...problem, ...members }, req, undefined, mishaps);

    expect(JSON.parse(body)).toEqual({ ...problem, last: 1 });
    expect(mishaps.errors.map(String)).toEqual([
      'TypeError: The member "a" was left out of the response: it cannot be written.',
      'TypeError: The member "b" was left out of the response: it cannot be written.',
      'TypeError: The member "long" was left out of the response: it exceeds the limit of 65536 bytes.',
    ]);
  });
});

describe("the plain body", () => {
  const bodyOf = (members: object, mishaps = new Mishaps()): unknown =>
    JSON.parse(toBody({ ...problem, ...members }, req, undefined, mishaps).body);

  it("is the problem as it is, as long as it has at most 64 kB of JSON", () => {
    const mishaps = new Mishaps();
    const text = "\u65E5".repeat(20_000);

    expect(bodyOf({ text }, mishaps)).toEqual({ ...problem, text });
    expect(mishaps.errors).toEqual([]);
  });

  it("leaves out the members beyond 64 kB, and says so", () => {
    const mishaps = new Mishaps();

    expect(bodyOf({ text: "\u65E5".repeat(22_000), last: 1 }, mishaps)).toEqual({
      ...problem,
      last: 1,
    });
    expect(mishaps.errors).toHaveLength(1);
  });

  it("is JSON with status and code, whatever the members are", () => {
    const odd = fc.constantFrom<() => unknown>(
      () => 1n,
      circle,
      () => ({ toJSON: fails }),
      () => throwingGetters({}, "a"),
      () => Symbol("a"),
      () => undefined,
    );
    const members = fc.dictionary(fc.string(), fc.anything());

    fc.assert(
      fc.property(members, odd, (others, make) => {
        expect(bodyOf({ ...others, ...problem, odd: make() })).toMatchObject(problem);
      }),
    );
  });
});

describe("forRenderer", () => {
  it("copies the problem and its fields, so that a renderer inherits nothing and changes nothing", () => {
    const field = { in: "body" as const, pointer: "#/a", code: "required", detail: "is required" };
    const given = { ...problem, errors: [field] };

    const copy = forRenderer(given);

    expect({ ...copy, errors: copy.errors?.map((one) => ({ ...one })) }).toEqual(given);
    expect(copy).not.toBe(given);
    expect(Object.getPrototypeOf(copy)).toBeNull();
    expect(Object.getPrototypeOf(copy.errors?.[0])).toBeNull();
  });
});

describe("bodyType", () => {
  const serialize = (): string => "a";

  it.each<[string, ProblemSerializer | undefined, string]>([
    ["no serializer", undefined, "application/problem+json"],
    ["a serializer", serialize, "application/json"],
    ["a serializer with a type", Object.assign(() => "a", { contentType: "text/a" }), "text/a"],
  ])("with %s is %3$s", (_what, serializer, type) => {
    expect(bodyType(serializer)).toBe(type);
  });
});

function fails(): never {
  throw new Error("no");
}

function circle(): object {
  const value: Record<string, unknown> = {};
  value["self"] = value;
  return value;
}
