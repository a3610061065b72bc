import { Parser } from "commonmark";
import { defineErrors, type ProblemDetails, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { toMarkdown } from "express-backstop/markdown";
import fc from "fast-check";
import { encode } from "gpt-tokenizer";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { serve } from "../support/app.ts";

const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string() }),
      detail: ({ articleId }) => `There is no article with id ${articleId}.`,
      fix: "Look the id up in the list of articles.",
    },
  },
  { extend: builtInErrors },
);
const Article = z.object({ title: z.string().min(1), content: z.string().min(1) });

describe("Markdown of the standard failures", () => {
  it.each([
    ["invalid fields", "post", "/articles", { title: "" }],
    ["invalid JSON", "post", "/articles", '{"title":'],
    ["a body that is too large", "post", "/articles", { title: "x".repeat(200_000) }],
    ["another method", "delete", "/articles", undefined],
    ["a route that does not exist", "get", "/nothing", undefined],
    ["a declared error", "get", "/articles/17", undefined],
    ["missing credentials", "get", "/401", undefined],
    ["a conflict", "get", "/409", undefined],
    ["too many requests", "post", "/429", undefined],
    ["a bug", "get", "/500", undefined],
    ["a server that is down", "get", "/503", undefined],
    ["a deadline", "get", "/504", undefined],
  ] as const)("of %s is less than 300 tokens", async (_what, method, path, body) => {
    await using app = await serve(
      (site) => {
        site.post("/articles", validate({ body: Article }));
        site.get("/articles/:id", (req) => {
          throw errors.article_not_found({ articleId: req.params.id });
        });
        site.get("/401", () => {
          throw errors.unauthorized({ challenge: ['Bearer realm="articles"'] });
        });
        site.get("/409", () => {
          throw errors.conflict();
        });
        site.post("/429", (_req, res) => {
          res.set("Retry-After", "30");
          throw errors.too_many_requests();
        });
        site.get("/500", () => {
          throw new Error("secret");
        });
        site.get("/503", (_req, res) => {
          res.set("Retry-After", "5");
          throw errors.service_unavailable();
        });
        site.get("/504", () => {
          throw errors.deadline_exceeded();
        });
      },
      {
        markdown: toMarkdown,
        guidance: errors,
        typeBase: "https://api.example.com/problems/",
      },
    );

    const { text, status } = await app.api[method](path)
      .set("accept", "text/markdown")
      .set("content-type", "application/json")
      .set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
      .send(body);
    const { frontMatter, blocks } = read(text);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(frontMatter).toMatchObject({ status, retryable: expect.any(Boolean) });
    expect(blocks).toEqual(expect.arrayContaining(["heading 1", "heading 2", "paragraph"]));
    expect(text).toContain("## What to do");
    expect(encode(text).length).toBeLessThan(300);
    expect(encode(text).length).toBeGreaterThan(60);
  });
});

describe("a parser of CommonMark and one of YAML", () => {
  const field = {
    in: "body",
    pointer: "#/title",
    code: "too_short",
    detail: "is too short",
  } as const;
  const problem: ProblemDetails = {
    type: "/problems/a",
    title: "A",
    status: 409,
    code: "abc",
    detail: "B",
    errors: [field, { ...field, in: "query" }],
    fix: "C",
    retryable: false,
  };

  it("find the same structure, whatever the texts of a problem are, and the texts themselves", () => {
    const expected = read(toMarkdown({ ...problem, extra: "D", more: [{ a: "E" }] }));

    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (title, detail, extra, name) => {
        const found = read(
          toMarkdown({
            ...problem,
            title: `x${title}`,
            detail: detail === "" ? "x" : `${detail} x`,
            // Declared, so a pair of backquotes in it marks code.
            fix: `${detail.replaceAll("`", "")} x`,
            errors: [
              { ...field, detail: `${extra} x`, pointer: `x${name}` },
              { ...field, in: "query", detail: `${title} x`, pointer: `x${extra}` },
            ],
            extra,
            more: [{ [name]: title }],
          }),
        );

        expect(found.blocks).toEqual(expected.blocks);
        expect(found.frontMatter).toEqual({
          ...expected.frontMatter,
          extra: extra.toWellFormed(),
          more: [{ [name.toWellFormed()]: title.toWellFormed() }],
        });
        expect(found.words).toContain(visible(`x${title}`));
        expect(found.words).toContain(visible(`${detail === "" ? "" : `${detail} `}x`));
      }),
      { numRuns: 2000 },
    );
  });

  it("find no link, tag or code in the front matter if they do not know it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [, frontMatter = ""] = toMarkdown({ ...problem, extra: [text, { a: text }] }).split(
          /^---$/m,
        );

        const kinds = nodes(new Parser().parse(frontMatter)).map(({ type }) => type);
        const harmless = new Set(["document", "paragraph", "text", "softbreak", "emph", "strong"]);

        expect(kinds.filter((kind) => !harmless.has(kind))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Texts of the characters of Markdown, of its smallest structures, and of anything. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Array.from("#-*_`~>|[]()<>!&=+:.1\n\r\t ab\\\"'{},?@%\u2028\u0085\u200b\uFEFF"),
        "\n---\n",
        "\n# ",
        "\n- ",
        "\n1. ",
        "\n```\n",
        "](http://a)",
        "![",
        "<b>",
        "<http://a>",
        "&#91;",
        "\n\n    code",
        "\\",
        "__proto_",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

interface Structure {
  readonly frontMatter: Readonly<Record<string, unknown>>;
  /** The blocks and the inline structure, in their order. */
  readonly blocks: readonly string[];
  /** The texts of the leaf blocks. */
  readonly words: readonly string[];
}

function read(markdown: string): Structure {
  const [, frontMatter = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown) ?? [];
  const all = nodes(new Parser().parse(body));
  return {
    frontMatter: parse(frontMatter, { strict: true }) as Structure["frontMatter"],
    blocks: all
      .filter(({ type }) => type !== "text")
      .map(({ type, level }) => (type === "heading" ? `heading ${level}` : type)),
    words: all
      .filter(({ type }) => type === "heading" || type === "paragraph")
      .map((node) =>
        nodes(node)
          .map(({ literal }) => literal ?? "")
          .join(""),
      ),
  };
}

type Node = ReturnType<Parser["parse"]>;

/** Returns a node and all nodes in it. */
function nodes(root: Node): Node[] {
  const found: Node[] = [];
  const walker = root.walker();
  for (let event = walker.next(); event; event = walker.next()) {
    if (event.entering) found.push(event.node);
  }
  return found;
}

/** Returns what a person sees of a text in one line. */
function visible(text: string): string {
  return text
    .replaceAll(/(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
