import express from "express";
import { builtInErrors, defineErrors, mergeErrors } from "express-backstop/catalog";
import { openapi, problemComponents } from "express-backstop/openapi";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { z } from "zod";

const articles = defineErrors(
  { article_gone: { status: 410, title: "Article gone" } },
  { extend: builtInErrors },
);
const billing = defineErrors(
  {
    billing_card_declined: {
      status: 402,
      title: "Card declined",
      data: z.object({ reason: z.string() }),
      since: "1.0",
    },
    billing_failed: { status: 402, title: "Failed", replacedBy: "billing_card_declined" },
    billing_old: { status: 402, title: "Old", deprecated: true },
  },
  { prefix: "billing_", typeBase: "https://billing.example.com/problems/", extend: builtInErrors },
);

describe("mergeErrors", () => {
  it("has the codes of all catalogs, and once what they share", () => {
    const errors = mergeErrors(builtInErrors, articles, billing);

    expect(errors.article_gone).toBe(articles.article_gone);
    expect(errors.billing_card_declined).toBe(billing.billing_card_declined);
    expect(errors.not_found).toBe(builtInErrors.not_found);
    expect(Object.keys(errors).length).toBe(Object.keys(builtInErrors).length + 4);
    expect(Object.isFrozen(errors)).toBe(true);
    expect(JSON.parse(errors.snapshot())).toMatchObject({
      billing_card_declined: { since: "1.0" },
      billing_failed: { deprecated: true, replacedBy: "billing_card_declined" },
      billing_old: { deprecated: true },
    });
    expectTypeOf(errors.billing_card_declined).toEqualTypeOf(billing.billing_card_declined);
    // @ts-expect-error - no catalog has it
    expect(errors.billing_lost).toBeUndefined();
  });

  it("has the codes once of a catalog that several of them extend", () => {
    const shared = defineErrors({ quota_used_up: { status: 429, title: "Quota used up" } });
    const [one, other] = [
      defineErrors({ one_code: { status: 400, title: "One" } }, { extend: shared }),
      defineErrors({ other_code: { status: 400, title: "Other" } }, { extend: shared }),
    ];

    const errors = mergeErrors(one, other, shared);

    expect(Object.keys(errors)).toEqual(["quota_used_up", "one_code", "other_code"]);
    expect(errors.quota_used_up).toBe(shared.quota_used_up);
  });

  it("has the built-in codes once that another copy of the package declares", async () => {
    vi.resetModules();
    const other = await import("../../src/catalog/index.ts");
    expect(other.builtInErrors).not.toBe(builtInErrors);

    const errors = mergeErrors(billing, other.builtInErrors);

    expect(errors.not_found).toBe(builtInErrors.not_found);
  });

  it("refuses a code that two catalogs declare, even in the same words", () => {
    const other = defineErrors({ article_gone: { status: 410, title: "Article gone" } });

    expect(() => mergeErrors(billing, articles, other)).toThrow(
      "mergeErrors: the catalogs 2 and 3 both declare article_gone. Rename one of them; a prefix for each team, such as billing_article_gone, keeps codes apart.",
    );
  });

  it("refuses a built-in code that an app has declared in its own way", () => {
    const own = defineErrors({ not_found: { status: 404, title: "Nothing here" } });

    expect(() => mergeErrors(builtInErrors, own)).toThrow("both declare not_found");
  });

  it("refuses a type that two codes have", () => {
    const type = "https://billing.example.com/problems/billing_card_declined";
    const other = defineErrors({ card_declined: { status: 402, title: "Declined", type } });

    expect(() => mergeErrors(billing, other)).toThrow(
      `mergeErrors: billing_card_declined of catalog 1 and card_declined of catalog 2 have the same type "${type}". Write another type for one of them.`,
    );
  });

  it.each([[undefined], [null], [{}], ["x"]])("refuses %j, which is not a catalog", (value) => {
    expect(() => mergeErrors(articles, value as never)).toThrow(
      "mergeErrors: argument 2 must be a catalog, got",
    );
  });
});

describe("the prefix and the history of a code", () => {
  const define = (spec: object, options: object = {}): unknown =>
    Reflect.apply(defineErrors, undefined, [
      {
        article_lost: { status: 404, title: "Lost", ...spec },
        article_gone: { status: 410, title: "Gone" },
      },
      options,
    ]);

  it.each([
    [
      {},
      { prefix: "billing_" },
      'article_lost must begin with the prefix "billing_". Write billing_article_lost.',
    ],
    [{}, { prefix: "Billing" }, "prefix must be a beginning of codes"],
    [{}, { prefix: "z_" }, 'of three characters or more, such as "billing_", got "z_".'],
    [
      { replacedBy: "article_lost" },
      {},
      "article_lost: replacedBy must be another code of this catalog",
    ],
    [{ replacedBy: "article_moved" }, {}, 'got "article_moved"'],
    [{ replacedBy: "constructor" }, {}, 'got "constructor"'],
    [{ replacedBy: 7 }, {}, "replacedBy must be a code of this catalog, got 7"],
    [{ since: 2 }, {}, "since must be a version or a date"],
    [{ deprecated: "yes" }, {}, "deprecated must be true or false"],
  ])("are refused if they are %j and %j", (spec, options, message) => {
    expect(() => define(spec, options)).toThrow(message);
  });

  it("refuses a chain of replacements", () => {
    expect(() =>
      defineErrors({
        one_code: { status: 400, title: "One", replacedBy: "two_code" },
        two_code: { status: 400, title: "Two", replacedBy: "three_code" },
        three_code: { status: 400, title: "Three" },
      }),
    ).toThrow(
      "one_code: replacedBy must be another code of this catalog that is not replaced itself",
    );
  });

  it("may name a code of the extended catalog", () => {
    expect(() => define({ replacedBy: "not_found" }, { extend: builtInErrors })).not.toThrow();
  });

  it("are in the OpenAPI document, whose tools mark what is deprecated", () => {
    const { schemas } = problemComponents(billing);

    expect(schemas["BillingCardDeclinedProblem"]).toMatchObject({ description: "Since 1.0." });
    expect(schemas["BillingCardDeclinedProblem"]).not.toHaveProperty("deprecated");
    expect(schemas["BillingFailedProblem"]).toMatchObject({
      description: "Deprecated: `billing_card_declined` takes its place.",
      deprecated: true,
    });
    expect(
      problemComponents(billing, { serialize: (problem) => problem }).schemas["BillingOldProblem"],
    ).toMatchObject({ description: "Deprecated.", deprecated: true });
    expect(() =>
      openapi(express(), { info: { title: "A", version: "1" }, errors: billing }),
    ).not.toThrow();
  });
});
