import { runInNewContext } from "node:vm";
import type { Request } from "express";
import { NotFoundError } from "express-backstop";
import { recommended } from "express-backstop/mappers/recommended";
import createError from "http-errors";
import { describe, expect, it, vi } from "vitest";
import { joinMappers, type Rule, toMapper, toMapperOfValues } from "../../src/mappers/to-mapper.ts";
import type { ErrorMapper } from "../../src/normalize/mapper.ts";
import { revokedProxy } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

const { req }: { req: Request } = serverResponse();
const named = (name: string) =>
  toMapperOfValues(name, (found) => (name in found ? new NotFoundError(name) : undefined));
const mapAll = (mappers: readonly ErrorMapper[], error: unknown): string | undefined =>
  mappers.map((mapper) => mapper(error, req)?.message).find(Boolean);

describe("toMapper", () => {
  it("asks about what an error wraps, and tells the rule what was thrown", () => {
    const rule = vi.fn<Rule>(() => undefined);
    const cause = new Error("cause");
    const thrown = new Error("outer", { cause });

    expect(toMapper("any", rule)(thrown, req)).toBeUndefined();

    expect(rule.mock.calls).toEqual([
      [thrown, { thrown, request: req }],
      [cause, { thrown, request: req }],
    ]);
  });

  it("asks about errors only, also about those of another realm, but not about JSON that looks like one", () => {
    const mapper = toMapper("boom", (found) =>
      "isBoom" in found ? new NotFoundError("boom") : undefined,
    );
    const json: unknown = JSON.parse(
      '{"isBoom":true,"name":"Error","message":"m","stack":"Error: m"}',
    );
    const foreign: unknown = runInNewContext("Object.assign(new Error(), { isBoom: true })");

    expect(mapper(json, req)).toBeUndefined();
    expect(mapper(new Error("Webhook failed", { cause: json }), req)).toBeUndefined();
    expect(mapper(foreign, req)?.message).toBe("boom");
    expect(mapper(revokedProxy(), req)).toBeUndefined();
  });

  it("leaves an http-error alone, also around an error that its rule knows", () => {
    const mapper = named("known");

    expect(
      mapper(createError(404, Object.assign(new Error("x"), { known: 1 })), req),
    ).toBeUndefined();
    expect(mapper({ known: 1 }, req)?.message).toBe("known");
  });
});

describe("joinMappers", () => {
  it("keeps the order of mappers, and those of another kind between them", () => {
    const other: ErrorMapper = (error) =>
      Object.hasOwn(Object(error), "other") ? new NotFoundError("other") : undefined;

    const joined = joinMappers([named("a"), named("b"), other, named("c"), named("d")]);

    expect(joined).toHaveLength(3);
    expect(mapAll(joined, { b: 1, other: 1, c: 1 })).toBe("b");
    expect(mapAll(joined, { other: 1, c: 1 })).toBe("other");
    expect(mapAll(joined, { d: 1, cause: { c: 1 } })).toBe("c");
    expect(mapAll(joined, { e: 1 })).toBeUndefined();
  });

  it("prefers the first mapper that knows a wrapped error to a later one that knows the outer one", () => {
    expect(mapAll(joinMappers([named("a"), named("b")]), { b: 1, cause: { a: 1 } })).toBe("a");
  });
});

it("unwraps an error at most three times for all the mappers of recommended()", () => {
  const read = vi.fn<() => undefined>();
  const error = Object.defineProperty(new Error("unknown"), "cause", { get: read });

  for (const mapper of recommended()) expect(mapper(error, req)).toBeUndefined();

  expect(read.mock.calls.length).toBeLessThanOrEqual(3);
});
