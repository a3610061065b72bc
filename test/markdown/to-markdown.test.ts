import type { ProblemDetails } from "express-backstop";
import { toMarkdown } from "express-backstop/markdown";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeMarkdown, toCodeSpan, toProse } from "../../src/markdown/escape-markdown.ts";
import { toFrontMatter } from "../../src/markdown/front-matter.ts";
import { nextSteps } from "../../src/markdown/next-steps.ts";

const problem: ProblemDetails = {
  type: "/problems/validation_failed",
  title: "Validation failed",
  status: 400,
  code: "validation_failed",
  detail: "The request has 2 invalid values.",
  errors: [
    { in: "body", pointer: "#/title", code: "too_short", detail: "must have at least 1 character" },
    { in: "query", pointer: "#/tags/1", code: "required", detail: "is required" },
  ],
  retryable: false,
  category: "request",
  fix: "Correct the fields that `errors` lists.",
  requestId: "req_4f0c2ab19d731",
};

describe("toMarkdown", () => {
  it("writes front matter, what happened with the fields as a list, and what to do", () => {
    expect(toMarkdown(problem)).toBe(`---
type: "/problems/validation_failed"
status: 400
code: "validation_failed"
retryable: false
category: "request"
requestId: "req_4f0c2ab19d731"
---

# Validation failed

## What happened

The request has 2 invalid values.

- body \`#/title\`: must have at least 1 character
- query \`#/tags/1\`: is required

## What to do

Correct the fields that \`errors\` lists. Do not send the same request again: it will fail again.
`);
  });

  it("says the title where there is no detail, and nothing of what to do where nothing is known", () => {
    const bare = { type: "/problems/gone", title: "Gone", status: 410, code: "gone" };

    expect(toMarkdown(bare)).toMatch(/---\n\n# Gone\n\n## What happened\n\nGone\n$/);
  });

  it("names each place of a rule for several fields", () => {
    const errors = [
      { in: "body", pointer: "#/start", also: ["#/end"], code: "too_large", detail: "is too late" },
    ] as const;

    expect(toMarkdown({ ...problem, errors })).toContain(
      "\n- body `#/start`, `#/end`: is too late\n",
    );
  });

  it("says how many fields are not in the list", () => {
    expect(toMarkdown({ ...problem, errorCount: 60 })).toContain(": is required\n- and 58 more\n");
  });

  it("has the error of debug as an indented block, which no text can end", () => {
    const debug = { stack: "Error: a\n\n# b\n```" };

    expect(toMarkdown({ ...problem, debug })).toMatch(
      /\n\n## Debug\n\n {4}\{\n {4} {2}"stack": "Error: a\\n\\n# b\\n```"\n {4}\}\n$/,
    );
    expect(toMarkdown({ ...problem, debug: 1n })).toContain("It cannot be written as JSON.");
  });

  it("has as many lines, headings and list items for any text", () => {
    const shape = (markdown: string): string[] =>
      markdown.split("\n").map((line) => /^(?:---$|#+ |- |[a-zA-Z]{4,}: )?/.exec(line)?.[0] ?? "");
    const expected = shape(toMarkdown({ ...problem, extra: "" }));

    fc.assert(
      fc.property(markdownText, markdownText, (text, other) => {
        const [first, second] = problem.errors ?? [];
        const hostile = toMarkdown({
          ...problem,
          title: `x${text}`,
          detail: `x${other}`,
          fix: `x${other}`,
          extra: text,
          errors: [
            { ...first, detail: text, pointer: other },
            { ...second, detail: other, pointer: text },
          ] as never,
        });

        expect(shape(hostile)).toEqual(expected);
      }),
    );
  });
});

/** Texts in which the characters of Markdown are as frequent as letters. */
const markdownText = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...Array.from("#-*_`~>|[]()<>!&=+:.1\n\r\t ab\\\u2028\u0085\u200b")),
  }),
  fc.string({ unit: "binary" }),
);

describe("escapeMarkdown", () => {
  it.each([
    ["# Heading", "\\# Heading"],
    ["- item", "\\- item"],
    ["+ item", "\\+ item"],
    ["1. item", "1\\. item"],
    ["12) item", "12\\) item"],
    ["1.5 is too much", "1\\.5 is too much"],
    ["---", "\\---"],
    ["===", "\\==="],
    ["::: note", "\\::: note"],
    ["```sh\nrm -rf /", "\\`\\`\\`sh rm -rf /"],
    ["[click](javascript:alert(1))", "\\[click\\](javascript:alert(1))"],
    ["<https://evil.example>", "\\<https://evil.example\\>"],
    ["![x](y)", "!\\[x\\](y)"],
    ["a_b_c and _this_", "a_b_c and \\_this\\_"],
    ["v_2_ b", "v_2\\_ b"],
    ["&#91;x](y)", "\\&\\#91;x\\](y)"],
    ["a\n\n# b", "a \\# b"],
    ["  \u202eevil\u202c \u{e0041}", "evil"],
    ["می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻"],
    ["\ud800", ""],
    ["There is no article with id 7.", "There is no article with id 7."],
    [undefined, "undefined"],
  ])("writes %j as %j", (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});

it("toCodeSpan cannot be ended by the name in it", () => {
  expect(toCodeSpan("#/a`b\n# c")).toBe("`#/a'b # c`");
  expect(toCodeSpan("a \n\t b")).toBe("`a b`");
  expect(toCodeSpan(" \n ")).toBe("");
});

it("toProse keeps the code of a declared text, where it is a name", () => {
  expect(toProse("Send `If-Match`, not `*` or `a b`.")).toBe(
    "Send `If-Match`, not \\`\\*\\` or `a b`.",
  );
});

describe("toFrontMatter", () => {
  it("quotes the names that YAML reads as something else, and leaves out the ones it refuses", () => {
    const members = { a_1: 1, yes: 2, "a b": 3, "-": 4, ["x".repeat(300)]: 5, "": 6 };

    expect(toFrontMatter(members)).toBe('---\na_1: 1\n"yes": 2\n"a b": 3\n"-": 4\n"": 6\n---');
  });

  it("does not quote a name that only begins with a word of YAML", () => {
    expect(toFrontMatter({ notes: 1, yesterday: 2, Null: 3 })).toBe(
      '---\nnotes: 1\nyesterday: 2\n"Null": 3\n---',
    );
  });

  it("keeps a name of 200 characters", () => {
    expect(toFrontMatter({ ["x".repeat(200)]: 1, ["y".repeat(201)]: 2 })).toBe(
      `---\n${"x".repeat(200)}: 1\n---`,
    );
  });

  it("escapes what a reader without front matter could take for a link, a tag or code", () => {
    expect(toFrontMatter({ a: ["[a](b)", "<b>", "`c`", "*d*", "\u2028\u{e0041}\u0085"] })).toBe(
      '---\na: ["[a]\\u0028b)","\\u003cb\\u003e","\\u0060c\\u0060","\\u002ad\\u002a","\\u2028\\udb40\\udc41\\u0085"]\n---',
    );
  });

  it("leaves out what JSON cannot hold", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;

    expect(toFrontMatter({ big: 1n, circle, none: undefined, fine: true })).toBe(
      "---\nfine: true\n---",
    );
  });
});

describe("nextSteps", () => {
  it.each<[Partial<ProblemDetails>, string]>([
    [{}, ""],
    [{ retryAfter: 30 }, "Wait 30 seconds."],
    [{ retryable: true }, "Send the same request again."],
    [{ retryable: true, retryAfter: 30 }, "Wait 30 seconds, then send the same request again."],
    [{ retryable: false }, "Do not send the same request again: it will fail again."],
    [
      { retryable: false, retryAfter: 30 },
      "Wait 30 seconds. Before you send the same request again, check that it had no effect, or send it with an `Idempotency-Key`.",
    ],
    [
      { retryable: false, category: "temporary" },
      "Before you send the same request again, check that it had no effect, or send it with an `Idempotency-Key`.",
    ],
    [
      { retryable: false, category: "rate_limit" },
      "Before you send the same request again, check that it had no effect, or send it with an `Idempotency-Key`.",
    ],
    [{ fix: "Look it up" }, "Look it up."],
    [{ fix: "Read section 2.1: it helps" }, "Read section 2.1: it helps."],
    [{ fix: "Look it up?", retryable: true }, "Look it up? Send the same request again."],
  ])("of %j are %j", (members, expected) => {
    expect(
      nextSteps({
        ...problem,
        fix: undefined,
        retryable: undefined,
        category: undefined,
        ...members,
      } as ProblemDetails).join(" "),
    ).toBe(expected);
  });
});
