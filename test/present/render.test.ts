import { describe, expect, it } from "vitest";
import { Mishaps } from "../../src/errors/mishaps.ts";
import type { ProblemDetails } from "../../src/present/problem.ts";
import { render } from "../../src/present/render.ts";
import type { ProblemSerializer } from "../../src/present/serialize.ts";
import { expresses } from "../support/expresses.ts";
import { serverResponse } from "../support/server-response.ts";

const problem: ProblemDetails = { type: "/problems/a", title: "A", status: 409, code: "a" };
const json = "application/problem+json";
const html = "text/html; charset=utf-8";
const custom: ProblemSerializer = Object.assign(() => "a", {
  contentType: "application/vnd.a+json",
});

describe.each(expresses)("render, on %s", (_name, express) => {
  /** Creates a request with the methods of Express. */
  function requestFor(accept?: string) {
    const { req } = serverResponse(accept === undefined ? {} : { accept });
    return Object.setPrototypeOf(req, express().request) as typeof req;
  }

  // RFC 9110 §12.5.1: the weight decides, then the order.
  it.each<[string | undefined, ProblemSerializer | undefined, string]>([
    [undefined, undefined, json],
    ["*/*", undefined, json],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", undefined, html],
    ["text/*", undefined, html],
    ["application/json", undefined, json],
    ["application/problem+json, text/html", undefined, json],
    ["text/html, application/problem+json", undefined, html],
    ["text/html;q=0.5, application/json", undefined, json],
    ["text/html, application/json;q=0.5", undefined, html],
    ["text/html;q=0", undefined, json],
    ["image/png", undefined, json],
    ["", undefined, json],
    ["nonsense", undefined, json],
    ["application/vnd.a+json, text/html", custom, "application/vnd.a+json"],
    ["text/html, application/vnd.a+json", custom, html],
  ])("sends for Accept %j and a serializer %o %s", (accept, serialize, contentType) => {
    const options = { serialize, html: () => "<p>" };

    expect(render(problem, requestFor(accept), options, new Mishaps())).toMatchObject({
      contentType,
      negotiated: true,
    });
  });

  it.each<[string, "html" | "markdown" | "json"]>([
    ["text/markdown, text/html", "markdown"],
    ["text/html, text/markdown", "html"],
    ["text/html;q=0.9, text/markdown", "markdown"],
    ["application/json, text/markdown", "json"],
    ["*/*", "json"],
  ])("sends for Accept %j, where there are pages and Markdown, %s", (accept, kind) => {
    const options = { serialize: undefined, html: () => "<p>", markdown: () => "# A" };
    const expected = {
      html: { body: "<p>", contentType: html },
      markdown: { body: "# A", contentType: "text/markdown; charset=utf-8", policy: undefined },
      json: { contentType: json },
    };

    expect(render(problem, requestFor(accept), options, new Mishaps())).toMatchObject({
      ...expected[kind],
      negotiated: true,
    });
  });

  it("sends JSON for Markdown or a page that it does not have", () => {
    const only = { serialize: undefined, html: undefined };

    for (const [accept, options] of [
      ["text/html", { ...only, markdown: () => "# A" }],
      ["text/markdown", { ...only, html: () => "<p>" }],
    ] as const) {
      expect(render(problem, requestFor(accept), options, new Mishaps())).toMatchObject({
        contentType: json,
        negotiated: true,
      });
    }
  });

  it("says which renderer returns no text", () => {
    const mishaps = new Mishaps();
    const options = { serialize: undefined, html: undefined, markdown: () => 7 as never };

    render(problem, requestFor("text/markdown"), options, mishaps);

    expect(mishaps.errors).toMatchObject([{ message: "markdown must return a string, got 7" }]);
  });

  it("does not look at Accept where there are no pages", () => {
    const options = { serialize: undefined, html: undefined };

    expect(render(problem, requestFor("text/html"), options, new Mishaps())).toMatchObject({
      contentType: json,
      negotiated: false,
    });
  });

  it("sends JSON where the page fails, and says so", () => {
    const mishaps = new Mishaps();
    const failing = (): never => {
      throw new Error("no template");
    };

    const rendering = render(
      problem,
      requestFor("text/html"),
      { serialize: undefined, html: failing },
      mishaps,
    );

    expect(rendering).toMatchObject({ contentType: json, policy: undefined, negotiated: true });
    expect(mishaps.errors).toMatchObject([{ message: "no template" }]);
  });
});

it("sends JSON to a request that is not one of Express, and says so", () => {
  const mishaps = new Mishaps();
  const options = { serialize: undefined, html: () => "<p>" };

  expect(render(problem, serverResponse().req, options, mishaps).contentType).toBe(json);
  expect(mishaps.errors).toEqual([expect.any(TypeError)]);
});
