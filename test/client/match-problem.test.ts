import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { matchProblem, readProblem, type UnknownProblem } from "express-backstop/client";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";

const articles = defineErrors(
  { not_paid: { status: 402, title: "Not paid", data: z.object({ articleId: z.string() }) } },
  { typeBase: "https://articles.example.com/problems/" },
);
const payments = defineErrors(
  { not_paid: { status: 402, title: "Not paid", data: z.object({ invoice: z.number() }) } },
  { typeBase: "https://payments.example.com/problems/", extend: builtInErrors },
);
const anywhere = defineErrors({ not_paid: { status: 402, title: "Unpaid" } });

const read = async (type: string, members: object = {}): Promise<UnknownProblem> => {
  const body = { type, title: "Not paid", status: 402, code: "not_paid", ...members };
  return readProblem(Response.json(body, { status: 402 }));
};

describe("matchProblem", () => {
  it("finds the catalog by the type, where two have the same code", async () => {
    const article = await read("https://articles.example.com/problems/not_paid", {
      articleId: "7",
    });
    const payment = await read("https://payments.example.com/problems/not_paid", { invoice: 7 });

    expect(matchProblem(article, articles, payments)).toMatchObject({
      known: true,
      articleId: "7",
    });
    expect(matchProblem(payment, articles, payments)).toMatchObject({ known: true, invoice: 7 });
  });

  it("prefers a catalog with the whole type to one that only has the code, in any order", async () => {
    const article = await read("https://articles.example.com/problems/not_paid", {
      articleId: "7",
    });
    const other = await read("/problems/not_paid");

    expect(matchProblem(article, anywhere, articles)).toHaveProperty("articleId");
    expect(matchProblem(article, articles, anywhere)).toHaveProperty("articleId");
    expect(matchProblem(other, articles, anywhere)).toMatchObject({
      known: true,
      title: "Not paid",
    });
    expect(matchProblem(other, anywhere, articles)).toMatchObject({ known: true });
  });

  it("takes the first of two catalogs that declare the same type", async () => {
    const wider = defineErrors(
      { not_paid: { status: 402, title: "Not paid", data: z.object({ since: z.string() }) } },
      { typeBase: "https://articles.example.com/problems/" },
    );
    const article = await read("https://articles.example.com/problems/not_paid", {
      articleId: "7",
      since: "Monday",
    });

    expect(matchProblem(article, articles, wider)).toHaveProperty("articleId", "7");
    expect(matchProblem(article, wider, articles)).toHaveProperty("since", "Monday");
  });

  it("returns the problem as it is where no catalog declares it", async () => {
    const elsewhere = await read("https://shop.example.com/problems/not_paid");
    const incomplete = await read("https://articles.example.com/problems/not_paid");
    const failed: UnknownProblem = { known: false, reason: "no_response", status: 0, error: 1 };

    expect(matchProblem(elsewhere, articles, payments)).toBe(elsewhere);
    expect(matchProblem(incomplete, articles, payments)).toBe(incomplete);
    expect(matchProblem(failed, articles, payments)).toBe(failed);
    expect(matchProblem(elsewhere)).toBe(elsewhere);
  });

  it("narrows by the codes of all catalogs", async () => {
    const found = matchProblem(await read("/a"), articles, payments);

    expectTypeOf(found.known).toEqualTypeOf<boolean>();
    if (found.known && found.code === "validation_failed") {
      expectTypeOf(found.status).toEqualTypeOf<400 | 422>();
    }
    // @ts-expect-error - no code of one of the catalogs
    expect(found.known && found.code === "article_lost").toBe(false);
  });
});
