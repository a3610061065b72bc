import { defineErrors, type HttpError } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";

const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
      detail: (data) => `There is no article with id ${data.articleId.trim()}.`,
    },
    quota_used_up: {
      status: 429,
      title: "Quota used up",
      data: z3.object({ retryAfter: z3.number(), plan: z3.string().default("free") }),
      headers: (data) => ({ "Retry-After": data.retryAfter + data.plan.length }),
    },
    hint_given: {
      status: 409,
      title: "Hint given",
      data: z.object({ hint: z.string().optional() }),
    },
    out_of_stock: { status: 409, title: "Out of stock", detail: "Come back tomorrow." },
  },
  { extend: builtInErrors, typeBase: "https://api.example.com/problems/" },
);

it("has the declared types of status, code and data", () => {
  const error = errors.article_not_found({ articleId: "a17" });
  expectTypeOf(error).toExtend<HttpError>();
  expectTypeOf(error.status).toEqualTypeOf<404>();
  expectTypeOf(error.code).toEqualTypeOf<"article_not_found">();
  expectTypeOf(error.data).toEqualTypeOf<{ articleId: string } | undefined>();
  expectTypeOf(errors.article_not_found.status).toEqualTypeOf<404>();
});

it("takes the input type of the schema, and has its output type", () => {
  const error = errors.quota_used_up({ retryAfter: 1 }, { cause: new Error("no"), context: {} });
  expectTypeOf(error.data).toEqualTypeOf<{ retryAfter: number; plan: string } | undefined>();
});

it("requires data only where a member is required, and accepts no data where none is declared", () => {
  errors.hint_given();
  errors.hint_given({ hint: "look" }, { cause: 1 });
  errors.out_of_stock();
  errors.out_of_stock({ cause: new Error("no"), context: { shelf: 3 } });
  // @ts-expect-error - data is required
  errors.article_not_found();
  // @ts-expect-error - data has another type
  errors.article_not_found({ articleId: 17 });
  // @ts-expect-error - data has no such member
  errors.article_not_found({ articleId: "a17", password: "hunter2" });
  // @ts-expect-error - no data is declared
  errors.out_of_stock({ shelf: 3 });
  // @ts-expect-error - no such code
  errors.article_not_fonud({ articleId: "a17" });
});

it("narrows a caught value", () => {
  const caught: unknown = undefined;
  if (errors.article_not_found.is(caught)) {
    expectTypeOf(caught.status).toEqualTypeOf<404>();
    expectTypeOf(caught.code).toEqualTypeOf<"article_not_found">();
    expectTypeOf(caught.data).toEqualTypeOf<{ articleId: string } | undefined>();
  }
});

it("has the codes of the extended catalog", () => {
  expectTypeOf(errors.method_not_allowed.status).toEqualTypeOf<405>();
  errors.method_not_allowed({ allow: ["GET"] });
  // @ts-expect-error - a 405 names the methods
  errors.method_not_allowed();
  // @ts-expect-error - a 401 has a challenge
  errors.unauthorized();
  errors.not_found({ context: { table: "articles" } });
});

it("refuses reserved member names", () => {
  const data = z.object({ status: z.string() });
  const ofZod3 = z3.object({ requestId: z3.string() });
  // @ts-expect-error - status is the toolkit's
  defineErrors({ oh_no: { status: 404, title: "Oh no", data } });
  // @ts-expect-error - requestId is the toolkit's
  defineErrors({ oh_no: { status: 404, title: "Oh no", data: ofZod3 } });
  const refined = z.object({ detail: z.string() }).refine(Boolean);
  // @ts-expect-error - detail is the toolkit's
  defineErrors({ oh_no: { status: 404, title: "Oh no", data: refined } });
  const piped = z.object({ a: z.string() }).transform(({ a }) => ({ traceId: a }));
  // @ts-expect-error - traceId is the toolkit's, wherever it comes from
  defineErrors({ oh_no: { status: 404, title: "Oh no", data: piped } });
  const loose = z.looseObject({ articleId: z.string() });
  defineErrors({ oh_no: { status: 404, title: "Oh no", data: loose } });
});

it("refuses malformed codes, and codes that exist already", () => {
  // @ts-expect-error - capitals
  defineErrors({ articleNotFound: { status: 404, title: "Oh no" } });
  // @ts-expect-error - a hyphen
  defineErrors({ "not-there": { status: 404, title: "Oh no" } });
  // @ts-expect-error - too short
  defineErrors({ no: { status: 404, title: "Oh no" } });
  // @ts-expect-error - begins with a digit
  defineErrors({ "404_no": { status: 404, title: "Oh no" } });
  // @ts-expect-error - snapshot is the catalog's own method
  defineErrors({ snapshot: { status: 404, title: "Oh no" } });
  // @ts-expect-error - the extended catalog has it
  defineErrors({ not_found: { status: 404, title: "Oh no" } }, { extend: builtInErrors });
});

it("refuses invalid statuses, and a status without the header that it requires", () => {
  // @ts-expect-error - no error
  defineErrors({ oh_no: { status: 200, title: "Oh no" } });
  // @ts-expect-error - no status
  defineErrors({ oh_no: { status: 4040, title: "Oh no" } });
  // @ts-expect-error - no status
  defineErrors({ oh_no: { title: "Oh no" } });
  // @ts-expect-error - no title
  defineErrors({ oh_no: { status: 404 } });
  // @ts-expect-error - a member that means nothing
  defineErrors({ oh_no: { status: 404, title: "Oh no", message: "Oh no" } });
  // @ts-expect-error - no Allow
  defineErrors({ oh_no: { status: 405, title: "Oh no" } });
  // @ts-expect-error - another header than Allow
  defineErrors({ oh_no: { status: 405, title: "Oh no", headers: () => ({ Vary: "*" }) } });
  // @ts-expect-error - no challenge
  defineErrors({ oh_no: { status: 401, title: "Oh no" } });
  // @ts-expect-error - no Upgrade
  defineErrors({ oh_no: { status: 426, title: "Oh no" } });
  defineErrors({ oh_no: { status: 405, title: "Oh no", headers: { allow: "GET" } } });
  defineErrors({
    oh_no: { status: 401, title: "Oh no", headers: { "WWW-Authenticate": ["Basic", "Bearer"] } },
  });
});

it("wants the texts of each code in each language, with the data of the code", () => {
  const lost = defineErrors(
    {
      article_lost: {
        status: 404,
        title: "Article lost",
        data: z.object({ articleId: z.string() }),
        detail: ({ articleId }) => `There is no ${articleId}.`,
      },
      article_gone: { status: 410, title: "Article gone" },
    },
    {
      languages: {
        de: {
          article_lost: {
            title: "Artikel verloren",
            detail: (data) => {
              expectTypeOf(data).toEqualTypeOf<{ articleId: string }>();
              return `Es gibt keinen Artikel ${data.articleId}.`;
            },
          },
          article_gone: { title: "Artikel entfernt" },
        },
      },
    },
  );
  expectTypeOf(lost.article_lost.status).toEqualTypeOf<404>();
  expectTypeOf(lost.article_lost).parameter(0).toEqualTypeOf<{ articleId: string }>();
  defineErrors(
    { article_lost: { status: 404, title: "Article lost" } },
    // @ts-expect-error - a code without a translation
    { languages: { de: {} } },
  );
  defineErrors(
    { article_lost: { status: 404, title: "Article lost" } },
    // @ts-expect-error - no title
    { languages: { de: { article_lost: { detail: "Verloren." } } } },
  );
  defineErrors(
    { article_lost: { status: 404, title: "Article lost" } },
    // @ts-expect-error - a code that the catalog does not have
    { languages: { de: { article_lost: { title: "Verloren" }, article_gone: { title: "Weg" } } } },
  );
  defineErrors(
    { article_lost: { status: 404, title: "Article lost" } },
    { extend: builtInErrors, language: "en", languages: { de: { article_lost: { title: "V" } } } },
  );
});

it("refuses data that is not a schema", () => {
  // @ts-expect-error - an object in place of a schema
  defineErrors({ oh_no: { status: 404, title: "Oh no", data: { articleId: "a17" } } });
  // @ts-expect-error - members without the object around them
  defineErrors({ oh_no: { status: 404, title: "Oh no", data: { articleId: z.string() } } });
  // @ts-expect-error - a number
  defineErrors({ oh_no: { status: 404, title: "Oh no", data: 5 } });
});
