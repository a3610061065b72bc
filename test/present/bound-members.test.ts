import { describe, expect, it, vi } from "vitest";
import { maximumMemberBytes } from "../../src/errors/limits.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { boundMembers } from "../../src/present/bound-members.ts";
import type { ProblemDetails } from "../../src/present/problem.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";

const head = { type: "/problems/a", title: "A", status: 409, code: "a" };

const large = "x".repeat(maximumMemberBytes);

/** Bounds a problem with these members, and returns it with what was said of it. */
function bounded(members: object): { readonly problem: ProblemDetails; readonly said: string[] } {
  const problem: ProblemDetails = { ...head, ...members };
  const mishaps = new Mishaps();
  boundMembers(problem, mishaps);
  return { problem, said: mishaps.errors.map((error) => (error as Error).message) };
}

describe("boundMembers", () => {
  it("leaves a small problem as it is", () => {
    expect(bounded({ list: [1, 2], nested: { a: null } })).toEqual({
      problem: { ...head, list: [1, 2], nested: { a: null } },
      said: [],
    });
  });

  it("leaves out what is too large, says so, and keeps what comes later", () => {
    expect(bounded({ first: 1, large, last: 2 })).toEqual({
      problem: { ...head, first: 1, last: 2 },
      said: [
        `The member "large" was left out of the response: it exceeds the limit of ${maximumMemberBytes} bytes.`,
      ],
    });
  });

  it("never leaves out what every problem has", () => {
    const { problem, said } = bounded({ type: large, title: large, code: large, other: 1 });

    expect(Object.keys(problem)).toEqual(["type", "title", "status", "code"]);
    expect(said).toHaveLength(1);
  });

  it("keeps members up to the limit, in their order", () => {
    const half = "x".repeat(maximumMemberBytes / 2 - 100);

    const { problem } = bounded({ first: half, second: half, third: half });

    expect(Object.keys(problem)).toEqual(["type", "title", "status", "code", "first", "second"]);
  });

  it("keeps a member that fills the room exactly, and leaves out one of a byte more", () => {
    const taken = Object.values(head).reduce<number>(
      (sum, value) => sum + JSON.stringify(value).length,
      0,
    );
    const fitting = "x".repeat(maximumMemberBytes - taken - '""'.length);

    expect(bounded({ fitting }).said).toEqual([]);
    expect(bounded({ fitting: `${fitting}x` }).said).toHaveLength(1);
  });

  it("asks a toJSON of a small problem once, as nothing has to be serialized", () => {
    const toJSON = vi.fn<() => unknown>(() => "a");

    bounded({ values: [{ toJSON }, "text", 7, null, undefined, true, () => {}, { a: 1 }] });

    expect(toJSON).toHaveBeenCalledOnce();
  });

  it.each<[string, unknown[]]>([
    ["a text", [large]],
    ["a text before null", [large, null]],
    ["a text before undefined", [large, undefined]],
    ["an object", [{ a: large }]],
    ["bytes", [new Uint8Array(maximumMemberBytes)]],
  ])("serializes nothing that is certainly too large, such as %s", (_what, values) => {
    const toJSON = vi.fn<() => unknown>(() => "a");

    expect(bounded({ values: [{ toJSON }, ...values] }).problem).toEqual(head);

    expect(toJSON).not.toHaveBeenCalled();
  });

  it("keeps what JSON cannot hold for the serializer, which says so", () => {
    const { problem, said } = bounded({ odd: 1n, large });

    expect(problem).toEqual({ ...head, odd: 1n });
    expect(said).toHaveLength(1);
  });

  it("counts the fields that it leaves out, unless they were counted before", () => {
    const errors = Array.from({ length: 50 }, () => ({ detail: "x".repeat(5000) }));

    expect(bounded({ errors }).problem).toEqual({ ...head, errorCount: 50 });
    expect(bounded({ errors, errorCount: 90 }).problem).toEqual({ ...head, errorCount: 90 });
    expect(bounded({ errors: large }).problem).toEqual(head);
  });

  it("names a member by its first 100 characters, escaped", () => {
    const { said } = bounded({ [`"\n${"n".repeat(500)}`]: large });

    expect(said[0]).toContain(String.raw`"\"\n${"n".repeat(98)}" was left out`);
  });

  it.each<[string, unknown]>([
    ["bytes in place of characters", "日".repeat(maximumMemberBytes / 3 + 1)],
    ["escapes in place of characters", "\u0000".repeat(maximumMemberBytes / 6 + 1)],
    ["long numbers", Array.from({ length: 5000 }, () => -1 / 3)],
    ["a long list", Array.from({ length: maximumMemberBytes + 1 }, () => 1)],
    ["a list without items", Array.from({ length: maximumMemberBytes + 1 })],
    ["names", { ["n".repeat(maximumMemberBytes)]: 1 }],
    ["typed bytes", new Uint8Array(maximumMemberBytes)],
    ["what a toJSON returns", { toJSON: () => large }],
    ["what is nested", { a: [{ b: [large] }] }],
  ])("counts %s", (_what, member) => {
    expect(bounded({ member, last: 1 }).problem).toEqual({ ...head, last: 1 });
  });

  it.each<[string, unknown]>([
    ["members that are undefined", { ["n".repeat(maximumMemberBytes)]: undefined }],
    ["the words of a date", new Date(0)],
    ["a buffer of a few bytes", new Uint8Array(10)],
  ])("does not count %s", (_what, member) => {
    expect(bounded({ member, last: 1 }).problem).toHaveProperty("member");
  });

  it.each<[string, () => unknown]>([
    ["a circle", circle],
    ["a list nested deeper than the stack allows", deep],
    ["a revoked proxy", revokedProxy],
    ["a proxy that throws", hostileProxy],
    ["a getter that throws", () => throwingGetters({}, "a")],
    ["a toJSON that throws", () => ({ toJSON: () => expect.unreachable() })],
    ["a bigint", () => 1n],
  ])("does not throw at %s beside a member that is too large", (_what, make) => {
    const { problem } = bounded({ odd: make(), large, last: 1 });

    expect(problem).not.toHaveProperty("large");
    expect(problem).toMatchObject({ ...head, last: 1 });
  });
});

function circle(): object {
  const value: Record<string, unknown> = {};
  value["self"] = [value];
  return value;
}

function deep(): unknown {
  let value: unknown = 1;
  for (let depth = 0; depth < 50_000; depth += 1) value = [value];
  return value;
}
