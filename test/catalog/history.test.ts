import { defineErrors } from "express-backstop";
import { describe, expect, it } from "vitest";
import { historyText } from "../../src/catalog/history.ts";

describe("the sentences about the history of a code", () => {
  it.each([
    [{}, undefined],
    [{ since: "2.3" }, "Since 2.3."],
    [{ deprecated: true }, "Deprecated."],
    [{ deprecated: true, replacedBy: "gone" }, "Deprecated: `gone` takes its place."],
    [{ since: "2.3", deprecated: true }, "Since 2.3. Deprecated."],
    [{ replacedBy: "gone" }, undefined],
  ] as const)("for %j are %j", (history, text) => {
    expect(historyText(history)).toBe(text);
  });
});

describe("a code that another one replaces", () => {
  const older = defineErrors({
    article_lost: { status: 404, title: "Lost", replacedBy: "article_gone" },
    article_gone: { status: 410, title: "Gone" },
  });
  const replaceBy = (replacedBy: string) => () =>
    defineErrors({ article_moved: { status: 404, title: "Moved", replacedBy } }, { extend: older });

  it("is deprecated, unless its declaration says otherwise", () => {
    const { article_lost } = defineErrors({
      article_lost: { status: 404, title: "Lost", replacedBy: "article_gone", deprecated: false },
      article_gone: { status: 410, title: "Gone" },
    });

    expect(older.article_lost.deprecated).toBe(true);
    expect(older.article_gone.deprecated).toBe(false);
    expect(article_lost.deprecated).toBe(false);
  });

  it("may not be replaced by a code of the extended catalog that is replaced itself", () => {
    expect(replaceBy("article_gone")).not.toThrow();
    expect(replaceBy("article_lost")).toThrow(
      'defineErrors: article_moved: replacedBy must be another code of this catalog that is not replaced itself, got "article_lost".',
    );
  });
});
