import { defineErrors } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeError } from "../../src/catalog/describe-error.ts";
import type { AnyErrorFactory } from "../../src/catalog/error-factory.ts";

const errors: Readonly<Record<"article_locked" | "gone_away" | "picky", unknown>> = defineErrors({
  article_locked: {
    status: 423,
    title: "Article locked",
    description: "Somebody else edits the article.",
    fix: "Wait.",
    retry: "later",
    data: z.object({ editor: z.string(), minutes: z.int().min(5) }),
    detail: ({ editor }) => `${editor} edits it.`,
  },
  gone_away: { status: 410, title: "Gone away" },
  picky: { status: 409, title: "Picky", data: z.object({ a: z.string().startsWith("b") }) },
});

describe("describeError", () => {
  it("has everything that was declared, and an example", () => {
    expect(describeError(errors.article_locked as AnyErrorFactory, "/problems/")).toEqual({
      code: "article_locked",
      type: "/problems/article_locked",
      status: 423,
      title: "Article locked",
      description: "Somebody else edits the article.",
      fix: "Wait.",
      retry: "later",
      members: expect.objectContaining({ type: "object", required: ["editor", "minutes"] }),
      example: {
        type: "/problems/article_locked",
        title: "Article locked",
        status: 423,
        code: "article_locked",
        detail: "example edits it.",
        editor: "example",
        minutes: 5,
        requestId: expect.any(String),
      },
    });
  });

  it("leaves out what was not declared", () => {
    const described = describeError(errors.gone_away as AnyErrorFactory, "/problems/");

    expect(Object.keys(described)).toEqual(["code", "type", "status", "title", "retry", "example"]);
    expect(described.example).not.toHaveProperty("detail");
  });

  it("leaves the members out of an example when no sample fits the schema", () => {
    expect(describeError(errors.picky as AnyErrorFactory, "/problems/").example).not.toHaveProperty(
      "a",
    );
  });

  it.each([
    [undefined, 400],
    [422, 422],
  ] as const)("has an example of validation_failed with option %s: status %d", (option, status) => {
    const described = describeError(builtInErrors.validation_failed, "/problems/", {
      validationStatus: option,
    });

    expect(described).toMatchObject({
      status,
      members: {
        type: "object",
        required: ["errors"],
        properties: {
          errors: { type: "array", items: expect.any(Object), maxItems: 50 },
          errorCount: { type: "integer", description: expect.stringMatching(/^The number .*\.$/) },
        },
      },
      example: {
        status,
        errors: [{ in: "body", pointer: "#/title", code: "required", detail: "is required" }],
      },
    });
  });

  it("has the detail of the handlers in the example of an error that has no members", () => {
    const { example } = describeError(builtInErrors.internal_error, "/problems/");

    expect(example).toMatchObject({ detail: expect.stringContaining("Quote the request id") });
    expect(example).not.toHaveProperty("errors");
  });

  it("has guidance in the example where the app sends it", () => {
    const docs = "https://docs.example.com/gone";
    const type = "https://a.example/gone_away";
    const of = (spec: object, typeBase: string): unknown => {
      const { gone_away } = defineErrors({ gone_away: { status: 410, title: "Gone", ...spec } });
      return describeError(gone_away, typeBase, { guidance: true }).example;
    };
    const rest = { title: "Gone", status: 410, code: "gone_away", requestId: "req_4f0c2ab19d731" };

    expect(of({ fix: "Forget it.", docs }, "https://a.example/")).toEqual({
      ...rest,
      type,
      retryable: false,
      category: "not_found",
      fix: "Forget it.",
      docs,
    });
    expect(of({ retry: "later" }, "https://a.example/")).toEqual({
      ...rest,
      type,
      category: "not_found",
      docs: type,
    });
    expect(of({}, "/problems/")).toEqual({
      ...rest,
      type: "/problems/gone_away",
      retryable: false,
      category: "not_found",
    });
  });

  it("has the address of a page, the version, and what takes the place of the code", () => {
    const history = { since: "2.3", deprecated: true, replacedBy: "article_gone" } as const;
    const docs = "https://docs.example.com/gone";
    const { gone_away } = defineErrors({
      gone_away: { status: 410, title: "Gone", docs, ...history },
      article_gone: { status: 410, title: "Article gone" },
    });

    expect(describeError(gone_away, "/problems/")).toMatchObject({ docs, ...history });
  });

  it("prefers the type base of the catalog", () => {
    const own = defineErrors(
      { gone_away: { status: 410, title: "Gone away" } },
      { typeBase: "https://a.example/" },
    );

    expect(describeError(own.gone_away, "/problems/")).toMatchObject({
      type: "https://a.example/gone_away",
      example: { type: "https://a.example/gone_away" },
    });
  });
});
