import {
  asyncHandler,
  ConflictError,
  type HtmlRenderer,
  MethodNotAllowedError,
  ValidationError,
} from "express-backstop";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const evil = `<script>alert("1")</script><img src='x' onerror=alert(1)>&amp;`;
describe.each(expresses)("a page, on %s", (_name, express) => {
  it("is JSON for a browser unless the html option is set, and does not vary by Accept", async () => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError("Taken."))), {
      express,
    });

    const response = await app.api.get("/").set("accept", browser);

    expect(problem(response).detail).toBe("Taken.");
    expect(response.headers).not.toHaveProperty("vary");
  });

  it.each<[string, string | undefined, "html" | "json"]>([
    ["a browser", browser, "html"],
    ["text/html alone", "text/html", "html"],
    ["text of any kind", "text/*", "html"],
    ["HTML first of two equals", "text/html, application/json", "html"],
    ["no Accept", undefined, "json"],
    ["anything", "*/*", "json"],
    ["an empty Accept", "", "json"],
    ["JSON first of two equals", "application/json, text/html", "json"],
    ["problems first", "application/problem+json, text/html;q=0.9", "json"],
    ["HTML as second choice", "text/html;q=0.1, application/json", "json"],
    ["HTML refused", "text/html;q=0, */*", "json"],
    ["a header that makes no sense", ";;;,,q=", "json"],
    ["a picture", "image/png", "json"],
  ])("follows the Accept header of %s", async (_what, accept, kind) => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError("Taken."))), {
      express,
      html: true,
    });

    const request = app.api.get("/");
    const response = await (accept === undefined ? request : request.set("accept", accept));

    const type = kind === "html" ? "text/html; charset=utf-8" : "application/problem+json";
    expect(response.status).toBe(409);
    expect(response.headers["content-type"]).toBe(type);
    expect(response.headers["vary"]).toBe("Accept");
  });

  it("escapes everything, runs nothing, loads nothing, and keeps the headers of a problem", async () => {
    const error = new ConflictError(evil, {
      title: evil,
      extensions: { [evil]: evil, nested: { [evil]: [evil] }, big: 1n },
      errors: [{ in: "body", pointer: `#/${evil}`, code: evil, detail: evil }],
    });
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          res.set({ Vary: "Origin", "Content-Security-Policy": "default-src *" });
          next(error);
        }),
      { express, html: true },
    );

    const { headers, text } = await app.api.get("/").set("accept", browser);

    expect(text).not.toMatch(/<script|<img|onerror=alert\(1\)>|&amp;amp;/);
    expect(text).toContain(
      "&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#60;img src=&#39;x&#39;",
    );
    expect(text).not.toMatch(/\b(src|href)=["'h]/);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": expect.stringMatching(/^req_/),
      vary: "Origin, Accept",
    });
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline';/,
    );
  });

  it("shows the problem and never the error", async () => {
    await using app = await serve(
      (app) => {
        app.get("/500", throwing(new Error("db.internal refused")));
        app.get(
          "/400",
          throwing(
            new ValidationError([
              { in: "body", pointer: "#/tags/1", code: "too_short", detail: "is too short" },
            ]),
          ),
        );
        app.get("/405", throwing(new MethodNotAllowedError(["PUT"])));
      },
      { express, html: true },
    );
    const page = (path: string) => app.api.get(path).set("accept", browser);

    const unknown = await page("/500");
    const invalid = await page("/400");
    const method = await page("/405");

    expect(unknown.text).toMatch(
      /^<!doctype html><html lang="en">.*<h1>Internal server error<\/h1>/,
    );
    expect(unknown.text).toContain(unknown.headers["x-request-id"]);
    expect(unknown.text).not.toContain("db.internal");
    expect(invalid.text).toContain("<li><strong>tags[1]</strong> is too short</li>");
    expect(method.headers["allow"]).toBe("PUT");
  });

  it("has no body for HEAD", async () => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError())), {
      express,
      html: true,
    });

    const head = await app.api.head("/").set("accept", browser);

    expect(head.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(head.text ?? "").toBe("");
  });

  it("does not end a stream in another format", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/",
          asyncHandler(async (_req, res) => {
            res.type("text/event-stream").write("data: 1\n\n");
            throw new ConflictError("Taken.");
          }),
        ),
      { express, html: true },
    );

    const response = await app.api.get("/").set("accept", browser);

    expect(response.text).toMatch(/\n\nevent: problem\ndata: \{"type"/);
  });

  it("can be an own page", async () => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError("Taken."))), {
      express,
      html: ({ status, detail }) => `<h1>${status} ${detail}</h1>`,
    });

    const response = await app.api.get("/").set("accept", browser);

    expect(response.text).toBe("<h1>409 Taken.</h1>");
    expect(response.headers["content-security-policy"]).toMatch(/^default-src 'none'/);
  });

  it.each<[string, () => unknown, string]>([
    [
      "throws",
      () => {
        throw new Error("no template");
      },
      "no template",
    ],
    ["returns nothing", () => undefined, "html must return a string, got undefined"],
    [
      "rejects",
      async () => Promise.reject(new Error("late")),
      "html must return a string, got a Promise",
    ],
  ])("falls back to JSON when the own page %s", async (_what, html, message) => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError("Taken."))), {
      express,
      html: html as HtmlRenderer,
    });

    const response = await app.api.get("/").set("accept", browser);

    expect(problem(response)).toMatchObject({ status: 409, detail: "Taken." });
    expect(response.headers).toMatchObject({ vary: "Accept" });
    expect(response.headers).not.toHaveProperty("content-security-policy");
    expect(app.records[0]?.alsoFailed).toMatchObject([{ message }]);
  });
});

it("refuses an html option that is neither a boolean nor a function", async () => {
  await expect(serve(() => {}, { html: "yes" } as object)).rejects.toThrow(
    'errorHandler: html must be true, false or a function, got "yes".',
  );
});
