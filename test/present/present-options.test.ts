import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { Failure } from "../../src/errors/failure.ts";
import { maximumMemberBytes } from "../../src/errors/limits.ts";
import type { ProblemTranslator } from "../../src/messages/problem-translator.ts";
import type { DeveloperView } from "../../src/present/developer-view.ts";
import { present, type PresentOptions, toPresented } from "../../src/present/present.ts";
import { toRendering } from "../../src/present/serialize.ts";
import { expresses } from "../support/expresses.ts";
import { failureOf } from "../support/failure.ts";
import { plain } from "../support/present-options.ts";
import { serverResponse } from "../support/server-response.ts";

const view: DeveloperView = {
  admits: () => true,
  redactor: () => (text) => text.replaceAll("token", "***"),
  render: () => undefined,
};
const fails = (): never => {
  throw new Error("no");
};
const german = () => ({ language: "de", title: "Vergeben" });
const large = { rows: "x".repeat(maximumMemberBytes), last: 1 };

describe.each(expresses)("present, on %s", (_name, express) => {
  /** Creates a response with the methods of Express. */
  function expressResponse(headers: Readonly<Record<string, string>> = {}) {
    const exchanged = serverResponse(headers);
    Object.setPrototypeOf(exchanged.req, express().request as object);
    Object.setPrototypeOf(exchanged.res, express().response as object);
    return exchanged;
  }

  /** Presents a failure, and returns its response, its body and what failed. */
  async function presented(
    options: Partial<PresentOptions>,
    failure: Failure = failureOf(),
    accept = "*/*",
  ) {
    const { req, res, written } = expressResponse({ accept, "accept-language": "de" });
    await present(failure, req, res, { ...plain, ...options });
    await nextTurn();
    const [, text = ""] = written().split("\r\n\r\n");
    return { res, text, said: failure.mishaps.errors };
  }

  const json = (text: string): Record<string, unknown> =>
    JSON.parse(text) as Record<string, unknown>;

  it("has the instance that the app returns for the request and its id", async () => {
    const instance: PresentOptions["instance"] = ({ url }, requestId) => `${url}#${requestId}`;

    expect(json((await presented({ instance })).text)).toMatchObject({ instance: "/#r1" });
  });

  it("prefers the instance of the error", async () => {
    const failure = failureOf();
    const error = { ...failure.error, instance: "/own" };

    const { text } = await presented({ instance: () => "/app" }, failureOf({ error }));

    expect(json(text)).toMatchObject({ instance: "/own" });
  });

  it.each<[string, () => unknown, string]>([
    ["throws", fails, "no"],
    ["returns a number", () => 7, "instance must return a string, got 7"],
    [
      "rejects",
      () => Promise.reject(new Error("late")),
      "instance must return a string, got a Promise",
    ],
  ])(
    "has no instance where the function of the app %s, and says so",
    async (_what, make, message) => {
      const { text, said } = await presented({ instance: make as () => string });

      expect(json(text)).not.toHaveProperty("instance");
      expect(said).toMatchObject([{ message }]);
    },
  );

  it("has guidance only where it is asked for", async () => {
    expect(json((await presented({})).text)).not.toHaveProperty("category");
    expect(json((await presented({ guidance: {} })).text)).toMatchObject({
      retryable: false,
      category: "conflict",
    });
  });

  it("has the language that the translator chose, for caches too", async () => {
    const translate = vi.fn<ProblemTranslator>(german);
    const { res, text } = await presented({ translate });

    expect(json(text)).toMatchObject({ title: "Vergeben" });
    expect(translate.mock.calls[0]?.[1]).toMatchObject({ accept: "de" });
    expect(res.getHeader("content-language")).toBe("de");
    expect(res.getHeader("vary")).toBe("Accept-Language");
  });

  it.each<[string, Partial<PresentOptions>, string]>([
    ["a serializer", { serialize: ({ last, rows }) => ({ last, rows }) }, '{"last":1}'],
    ["a page", { html: ({ last, rows }) => `${String(last)} ${String(rows)}` }, "1 undefined"],
    [
      "Markdown",
      { markdown: ({ last, rows }) => `${String(last)} ${String(rows)}` },
      "1 undefined",
    ],
  ])("gives %s a problem without the members that are too large", async (_what, options, text) => {
    const { error } = failureOf();
    const failure = failureOf({ error: { ...error, extensions: large } });

    expect((await presented(options, failure, "text/html, text/markdown")).text).toBe(text);
  });

  it("shows a developer the error, without secrets", async () => {
    const failure = failureOf({ thrown: new RangeError("the token is lost") });

    const { text, res } = await presented({ debug: view, translate: german }, failure);

    expect(json(text)).toMatchObject({
      debug: {
        name: "RangeError",
        message: "the *** is lost",
        stack: expect.stringContaining("RangeError: the *** is lost"),
      },
    });
    // A client that prefers a page may get one.
    expect(res.getHeader("vary")).toBe("Accept-Language, Accept");
    expect(res.getHeader("content-language")).toBe("de");
  });

  it.each([
    ["its detail", "Taken by you."],
    ["its title, where it has no detail", undefined],
  ])("shows a developer, of an error that may quote the request, %s", async (_what, detail) => {
    const { error } = failureOf();
    const failure = failureOf({ error: { ...error, detail }, quotesRequest: true });

    const { debug } = json((await presented({ debug: view }, failure)).text);

    expect(debug).toEqual({ name: "Error", message: detail ?? "Taken" });
  });

  it("sends a developer the page, if one is preferred, in the language of its texts", async () => {
    const render = vi.fn<DeveloperView["render"]>(() => toRendering("<h1>", "text/html"));
    const failure = failureOf();

    const { text, res } = await presented(
      { debug: { ...view, render }, translate: german },
      failure,
    );

    expect(text).toBe("<h1>");
    expect(res.getHeader("content-language")).toBe("de");
    expect(render.mock.calls[0]?.slice(0, 2)).toMatchObject([failure, { title: "Vergeben" }]);
    expect(render.mock.calls[0]?.[1]).not.toHaveProperty("debug");
  });

  it.each<[string, Partial<DeveloperView>, unknown]>([
    ["refuses the client", { admits: () => false }, []],
    ["fails to decide", { admits: fails }, [{ message: "no" }]],
    ["fails to mask secrets", { redactor: fails }, [{ message: "no" }]],
  ])("shows no details where the view %s", async (_what, broken, expected) => {
    const { text, said } = await presented({ debug: { ...view, ...broken } });

    expect(json(text)).not.toHaveProperty("debug");
    expect(said).toMatchObject(expected as object[]);
  });

  it("shows the details as JSON where the page fails", async () => {
    const { text, said } = await presented({ debug: { ...view, render: fails } });

    expect(json(text)).toMatchObject({ debug: { message: "secret" } });
    expect(said).toMatchObject([{ message: "no" }]);
  });

  it.each([
    ["shows a developer the error", view, true],
    ["shows others nothing of it", { ...view, admits: () => false }, false],
  ])("%s in a stream", (_what, debug, isShown) => {
    const { req, res, written } = expressResponse();
    res.setHeader("Content-Type", "text/event-stream");
    res.write("data: 1\n\n");

    void present(failureOf(), req, res, { ...plain, debug });

    expect(written()).toContain("event: problem");
    expect(written().includes('"message":"secret"')).toBe(isShown);
  });

  it("has a part of a response as plain data, in the format of the app", () => {
    const { req, res } = expressResponse();

    const part = toPresented(failureOf(), req, res, {
      ...plain,
      serialize: ({ code, title }) => [code, title],
      translate: german,
    });

    expect(part).toEqual({
      problem: {
        type: "/problems/taken",
        title: "Vergeben",
        status: 409,
        code: "taken",
        requestId: "r1",
      },
      body: ["taken", "Vergeben"],
    });
    expect(res.getHeader("vary")).toBe("Accept-Language");
  });

  it("has a part of a response that has begun, or that has one language", () => {
    const [begun, open] = [expressResponse(), expressResponse()];
    begun.res.flushHeaders();
    const failure = failureOf();

    toPresented(failure, begun.req, begun.res, { ...plain, translate: german });
    toPresented(failure, open.req, open.res, plain);

    expect(open.res.hasHeader("vary")).toBe(false);
    expect(failure.mishaps.errors).toHaveLength(1);
  });
});
