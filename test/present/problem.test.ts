import { describe, expect, it } from "vitest";
import type { FieldError } from "../../src/errors/field-error.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { type PublicError, toPublicError } from "../../src/errors/public-error.ts";
import { toProblem } from "../../src/present/problem.ts";
import { throwingGetters } from "../support/hostile.ts";

const mishaps = new Mishaps();
const request = { requestId: "r1", traceId: undefined, instance: undefined, mishaps };
const notFound = toPublicError({ status: 404, code: "not_found", title: "Not found" });
const of = (members: Partial<PublicError>) =>
  toProblem({ ...notFound, ...members }, "/problems/", request);

describe("toProblem", () => {
  it("leaves out every member that is absent", () => {
    expect(of({})).toStrictEqual({
      type: "/problems/not_found",
      title: "Not found",
      status: 404,
      code: "not_found",
      requestId: "r1",
    });
  });

  it("always writes the members in the same order", () => {
    const error = {
      ...notFound,
      detail: "No such article.",
      errors: fields(51),
      extensions: { articleId: 7 },
    };
    const where = { requestId: "r1", traceId: "t1", instance: "/problems/7", mishaps };

    expect(Object.keys(toProblem(error, "/problems/", where))).toEqual([
      "type",
      "title",
      "status",
      "code",
      "detail",
      "errors",
      "errorCount",
      "instance",
      "articleId",
      "requestId",
      "traceId",
    ]);
  });

  it("has the member that repeats a header, unless the error has one of its name", () => {
    const repeated = { challenge: ["Bearer"] };
    const bare = toProblem(notFound, "/", { ...request, repeated });
    const own = { ...notFound, extensions: { challenge: "own" } };

    expect(bare["challenge"]).toEqual(["Bearer"]);
    expect(toProblem(own, "/", { ...request, repeated })["challenge"]).toBe("own");
  });

  it("has guidance and the seconds of Retry-After after the members of the error", () => {
    const guidance = {
      retryable: true,
      category: "conflict",
      fix: "Wait.",
      docs: undefined,
    } as const;
    const given = { ...notFound, extensions: { articleId: 7 } };

    expect(
      Object.entries(toProblem(given, "/", { ...request, retryAfter: 0, guidance })).slice(4),
    ).toEqual([
      ["articleId", 7],
      ["retryable", true],
      ["retryAfter", 0],
      ["category", "conflict"],
      ["fix", "Wait."],
      ["requestId", "r1"],
    ]);
    expect(Object.entries(toProblem(given, "/", { ...request, retryAfter: 7 })).slice(4)).toEqual([
      ["articleId", 7],
      ["retryAfter", 7],
      ["requestId", "r1"],
    ]);
  });

  it("leaves a member of the error alone that has a name of guidance", () => {
    const error = { ...notFound, extensions: { fix: false, retryAfter: "soon" } };
    const guidance = { retryable: true, category: "conflict", fix: "Wait.", docs: "a:b" } as const;

    expect(toProblem(error, "/", { ...request, retryAfter: 7, guidance })).toMatchObject({
      fix: false,
      retryAfter: "soon",
      docs: "a:b",
    });
  });

  it("prefers the error's own type base", () => {
    expect(of({ typeBase: "https://a.example/" }).type).toBe("https://a.example/not_found");
  });

  it.each(["", "Not found", "Not Found"])(
    "leaves out the detail %j, which says nothing new",
    (detail) => {
      expect(of({ detail })).not.toHaveProperty("detail");
    },
  );

  it("cuts a detail after 2,000 characters", () => {
    expect(of({ detail: "x".repeat(3000) }).detail).toHaveLength(2000);
  });

  it.each([
    [1, undefined, 1, undefined],
    [50, undefined, 50, undefined],
    [51, undefined, 50, 51],
    [50, 90, 50, 90],
    [2, 2, 2, undefined],
  ])(
    "of %d fields, with errorCount %s, lists %d and counts %s",
    (given, errorCount, listed, total) => {
      const problem = of({ errors: fields(given), errorCount });

      expect(problem.errors).toHaveLength(listed);
      expect(problem.errorCount).toBe(total);
    },
  );

  it("leaves out an empty list of fields", () => {
    expect(of({ errors: [] })).not.toHaveProperty("errors");
  });

  it.each<[string, string, () => object, string]>([
    ...["status", "requestId", "debug", "__proto__", "toJSON"].map(
      (name): [string, string, () => object, string] => [
        `named ${name}`,
        name,
        () => JSON.parse(`{${JSON.stringify(name)}:"planted"}`) as object,
        "the name is reserved",
      ],
    ),
    ["whose getter throws", "odd", () => throwingGetters({}, "odd"), "it cannot be written"],
  ])("leaves out an extension %s, and says so", (_what, name, make, why) => {
    const extensions = Object.defineProperty(make(), "kept", { value: 1, enumerable: true });
    const collected = new Mishaps();

    const problem = toProblem({ ...notFound, extensions: extensions as never }, "/problems/", {
      ...request,
      mishaps: collected,
    });

    expect(problem).toMatchObject({ status: 404, requestId: "r1", kept: 1 });
    expect(JSON.stringify(problem)).not.toMatch(/planted|odd/);
    expect(collected.errors.map(String)).toEqual([
      `TypeError: The member "${name}" was left out of the response: ${why}.`,
    ]);
  });
});

function fields(count: number): FieldError[] {
  return Array.from({ length: count }, (_, index) => ({
    in: "body",
    pointer: `#/${index}`,
    code: "required",
    detail: "is required",
  }));
}
