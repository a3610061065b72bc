import express, { type Request, type Response } from "express";
import { defineErrors } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { errorEnvelope } from "express-backstop/serializers";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { clientSnippet } from "../../src/reference/client-snippet.ts";
import { referenceFiles } from "../../src/reference/files.ts";
import { toReference } from "../../src/reference/reference.ts";

const errors = defineErrors({
  title_taken: { status: 409, title: "Title taken" },
  article_not_found: {
    status: 404,
    title: "Article not found | gone",
    description: "The `id` is unknown.",
    fix: "Look at `GET /articles`.",
    docs: "https://docs.example.com/articles",
    since: "1.<2",
    data: z.object({ articleId: z.string(), "a|b": z.enum(["x|y", "``"]).optional() }),
  },
  no_article: { status: 404, title: "No article", replacedBy: "article_not_found" },
  busy: { status: 503, title: "Busy", deprecated: true },
});
const typeBase = "/problems/";
const reference = toReference(errors, { typeBase, app: appWithOperations() });
const files = referenceFiles(reference);
const fileOf = (name: string): string => files.get(name) ?? "";

/** An app whose operations declare these errors, in another order than that of their names. */
function appWithOperations(): object {
  const send = (_req: Request, res: Response): void => void res.end();
  const { title_taken, article_not_found, busy } = errors;
  const router = express.Router();
  router.use(operation({ errors: [busy] }));
  router.get("/:id", operation({ errors: [article_not_found] }), send);
  const app = express();
  app.post("/titles", operation({ errors: [title_taken, busy] }), send);
  app.use("/articles", router);
  app.get("/plain", send);
  app.get("/told", operation({ summary: "Without errors" }), send);
  app.get("/hidden", operation({ errors: [title_taken], hidden: true }), send);
  return app;
}

describe("the data of a reference", () => {
  it("has the codes and the operations sorted, whatever their order is", () => {
    expect(Object.keys(reference.errors)).toEqual([
      "article_not_found",
      "busy",
      "no_article",
      "title_taken",
    ]);
    expect(Object.entries(reference.operations ?? {})).toEqual([
      ["GET /articles/:id", ["article_not_found", "busy"]],
      ["POST /titles", ["busy", "title_taken"]],
    ]);
  });

  it("joins what the routes of one operation declare", () => {
    const { title_taken, busy } = errors;
    const app = express();
    app.get("/twice", operation({ errors: [title_taken] }), (_req, _res, next) => next());
    app.get("/twice", operation({ errors: [busy] }), (_req, res) => void res.end());

    expect(toReference(errors, { typeBase, app }).operations).toEqual({
      "GET /twice": ["busy", "title_taken"],
    });
  });

  it("has no operations without an app", () => {
    expect(toReference(errors, { typeBase })).not.toHaveProperty("operations");
  });

  it("has examples as the app sends them, and none where the serializer needs a real request", () => {
    const enveloped = toReference(errors, { typeBase, serialize: errorEnvelope() });
    const failing = toReference(errors, {
      typeBase,
      serialize: () => {
        throw new Error("There is no request.");
      },
    });

    expect(enveloped.errors["busy"]?.example).toMatchObject({ error: { code: "busy" } });
    expect(failing.errors["busy"]).not.toHaveProperty("example");
    expect(referenceFiles(failing).get("busy.md")).not.toContain("## Example");
    expect(referenceFiles(failing).get("busy.html")).not.toContain("Example");
  });

  it("is a file that ends with a line break", () => {
    expect(JSON.parse(fileOf("errors.json"))).toEqual(JSON.parse(JSON.stringify(reference)));
    expect(fileOf("errors.json")).toMatch(/^\{\n {2}"version": 1,\n[^]*\}\n$/);
  });
});

describe("the files of a reference", () => {
  it("are the list, the data and two pages for each code", () => {
    expect([...files.keys()].toSorted()).toEqual([
      "article_not_found.html",
      "article_not_found.md",
      "busy.html",
      "busy.md",
      "errors.json",
      "index.html",
      "index.md",
      "no_article.html",
      "no_article.md",
      "title_taken.html",
      "title_taken.md",
    ]);
  });

  it("cannot have a page in the place of the list", () => {
    const odd = defineErrors({ index: { status: 404, title: "Index" } });

    expect(() => referenceFiles(toReference(odd, { typeBase }))).toThrow(
      new TypeError(
        "The code index cannot have a page, because index.html is the list of all codes.",
      ),
    );
  });

  it("link only to files that exist", () => {
    for (const [name, text] of files) {
      const links = name.endsWith(".html")
        ? [...text.matchAll(/ href="([^"]*)"/g)]
        : [...text.matchAll(/\]\(([^)]*)\)/g)];
      for (const [, link = ""] of links) {
        if (link.startsWith("https:")) continue;
        expect([name, [...files.keys()]]).toEqual([
          name,
          expect.arrayContaining([link.replace(/^\.\//, "")]),
        ]);
      }
    }
  });
});

describe("the list of all codes", () => {
  it("is in Markdown a table for each group, in the order of the groups", () => {
    expect(fileOf("index.md")).toBe(`# Errors

## Not found

| Code | Status | Title |
|---|---|---|
| [\`article_not_found\`](article_not_found.md) | 404 | Article not found \\| gone |
| [\`no_article\`](no_article.md) | 404 | No article (deprecated) |

## Conflict

| Code | Status | Title |
|---|---|---|
| [\`title_taken\`](title_taken.md) | 409 | Title taken |

## Temporary

| Code | Status | Title |
|---|---|---|
| [\`busy\`](busy.md) | 503 | Busy (deprecated) |
`);
  });

  it("has in HTML the same groups and rows", () => {
    const sections = fileOf("index.html")
      .split("<section>")
      .slice(1)
      .map((section) => ({
        heading: /<h2>(.*?)<\/h2>/.exec(section)?.[1],
        rows: [...section.matchAll(/<tr data-words=.*?<\/tr>/g)].map(([row]) =>
          row
            .replaceAll(/<[^>]*>/g, " ")
            .replaceAll(/\s+/g, " ")
            .trim(),
        ),
      }));

    expect(sections).toEqual([
      {
        heading: "Not found",
        rows: [
          "article_ not_ found 404 Article not found | gone",
          "no_ article 404 No article (deprecated)",
        ],
      },
      { heading: "Conflict", rows: ["title_ taken 409 Title taken"] },
      { heading: "Temporary", rows: ["busy 503 Busy (deprecated)"] },
    ]);
  });

  it("is searched by the code, the status, the title and the texts, in lower case", () => {
    const words = [...fileOf("index.html").matchAll(/ data-words="([^"]*)"/g)].map(
      ([, text]) => text,
    );

    expect(words).toEqual([
      "article_not_found 404 article not found | gone the `id` is unknown. look at `get /articles`.",
      "no_article 404 no article  ",
      "title_taken 409 title taken  ",
      "busy 503 busy  ",
    ]);
  });
});

describe("the page of a code", () => {
  it("says in Markdown everything that was declared", () => {
    expect(fileOf("article_not_found.md")).toBe(`# Article not found \\| gone

- Code: \`article_not_found\`
- Status: 404
- Type: \`/problems/article_not_found\`
- Retry: the same request fails again
- Since: \`1.<2\`
- Documentation: <https://docs.example.com/articles>

When it happens: The \`id\` is unknown.

How to fix it: Look at \`GET /articles\`.

## Members

| Name | JSON Schema | Presence |
|---|---|---|
| \`articleId\` | \`{"type":"string"}\` | always |
| \`a\\|b\` | \`{"type":"string","enum":["x\\|y","''"]}\` | may be absent |

## Operations

- \`GET /articles/:id\`

## Example

\`\`\`json
{
  "type": "/problems/article_not_found",
  "title": "Article not found | gone",
  "status": 404,
  "code": "article_not_found",
  "articleId": "example",
  "a|b": "x|y",
  "requestId": "req_4f0c2ab19d731"
}
\`\`\`

## In a client

\`\`\`ts
import { safe } from "express-backstop/client";

const result = await safe(fetch(url), errors);
const problem = result.ok ? undefined : result.problem;
if (problem?.known && problem.code === "article_not_found") {
  problem.articleId;
  problem["a|b"];
}
\`\`\`
`);
  });

  it("has in Markdown only what was declared", () => {
    expect(fileOf("busy.md")).toMatch(/^# Busy\n\n- Code: [^]*\n\n## Operations\n\n[^]*\n```\n$/);
    expect(fileOf("busy.md")).not.toMatch(/Since|Documentation|When it|How to|## Members|\n{3}/);
    expect(fileOf("no_article.md")).not.toContain("## Operations");
  });

  it("says that a code is deprecated, and links to the one that takes its place", () => {
    expect(fileOf("busy.md")).toContain("\n- Deprecated: the API will stop sending it\n");
    expect(fileOf("no_article.md")).toContain(
      "\n- Deprecated: [`article_not_found`](article_not_found.md) takes its place\n",
    );
    expect(fileOf("no_article.html")).toContain(
      '<a href="./article_not_found.html"><code>article_not_found</code></a> takes its place.',
    );
    expect(fileOf("title_taken.md")).not.toContain("Deprecated");
  });

  it("says whether to retry", () => {
    expect(fileOf("busy.md")).toContain("- Retry: the same request may succeed later\n");
    expect(fileOf("title_taken.md")).toContain("- Retry: the same request fails again\n");
  });

  it("has in HTML the operations, and code of a client, after what was declared", () => {
    const html = fileOf("busy.html");

    expect(html).toContain(`</pre>
<h2>Operations</h2>
<ul><li><code>GET /articles/:id</code></li>
<li><code>POST /titles</code></li></ul>
<h2 id="client">In a client</h2>
<pre tabindex="0" role="region" aria-labelledby="client">import { safe } from`);
    expect(fileOf("no_article.html")).not.toContain("Operations");
  });

  it("has a fence that the code in it cannot end", () => {
    const fenced = defineErrors({
      fenced: {
        status: 400,
        title: "Fenced",
        data: z.object({ text: z.string().meta({ examples: ["````"] }), other: z.literal("`") }),
      },
    });

    const page = referenceFiles(toReference(fenced, { typeBase })).get("fenced.md");

    expect(page).toMatch(/\n`{5}json\n\{[^]*"text": "````"[^]*\n`{5}\n/);
    expect(page).toMatch(/\n```ts\n/);
  });
});

describe("the code of a client", () => {
  it.each([
    ["$a", "  problem.$a;"],
    ["_b2", "  problem._b2;"],
    ["2b", '  problem["2b"];'],
    ["a-b", '  problem["a-b"];'],
    ["-a", '  problem["-a"];'],
  ])("reads the member %s", (name, line) => {
    const catalog = defineErrors({
      odd_one: {
        status: 400,
        title: "Odd",
        data: z.object({ [name]: z.string() }) as z.ZodObject<{ one: z.ZodString }>,
      },
    });
    const { odd_one } = toReference(catalog, { typeBase }).errors;

    expect(odd_one && clientSnippet(odd_one).split("\n").at(-2)).toBe(line);
  });

  it("reads the detail of an error without members", () => {
    expect(clientSnippet(reference.errors["busy"]!).split("\n").at(-2)).toBe("  problem.detail;");
  });
});
