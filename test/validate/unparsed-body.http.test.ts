import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { validate } from "express-backstop";
import multer from "multer";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const Article = z.object({ title: z.string() });

describe.each(expresses)("on %s", (_name, express) => {
  // fault: unparsed-body
  it.each([
    [
      "text/plain; charset=utf-8",
      "title",
      "The client sent text, and this route accepts application/json. fetch sends that unless the client names another Content-Type. If clients may send text, mount express.text() before validate.",
    ],
    [
      "application/x-www-form-urlencoded",
      "title=a",
      "The client sent a form, and this route accepts application/json. curl -d sends that unless the client names another Content-Type. If clients may send a form, mount express.urlencoded() before validate.",
    ],
    ["multipart/form-data; boundary=x", "--x--", "mount multer or another multipart parser"],
    ["application/xml", "<title/>", "mount express.text() with its type, or a parser of XML,"],
    ["application/atom+xml", "<title/>", "a parser of XML,"],
    ["text/xml", "<title/>", "a parser of XML,"],
    ["text/csv", "title", "mount express.text() before validate."],
    [
      "application/vnd.api+json",
      "{}",
      "The client sent JSON of another type, and this route accepts application/json. If clients may send JSON of another type, mount express.json() with its type before validate.",
    ],
    ["image/png", "title", "No parser is mounted for the Content-Type"],
  ])(
    "responds with 415 and Accept to a body of type %s that no parser has read, and records why",
    async (contentType, body, hint) => {
      await using app = await serve(
        (app) =>
          app.post("/", validate({ query: Article, body: Article }), (_req, res) => void res.end()),
        { express },
      );

      const response = await app.api.post("/").set("content-type", contentType).send(body);

      expect(problem(response)).toMatchObject({
        status: 415,
        code: "unsupported_media_type",
        detail: "Send the body as application/json.",
      });
      expect(response.headers["accept"]).toBe("application/json");
      expect(app.records[0]?.context).toMatchObject({ hint: expect.stringContaining(hint) });
      expect(response.text).not.toMatch(/mount/i);
    },
  );

  it("records which parser reads what the route accepts", async () => {
    const accept = ["multipart/form-data"];
    await using app = await serve(
      (app) =>
        app.post("/", validate({ body: Article }, { accept }), (_req, res) => void res.end()),
      { express },
    );

    await app.api.post("/").set("content-type", "multipart/form-data; boundary=x").send("--x--");

    expect(app.records[0]?.context).toEqual({
      hint: "No parser has read the body. Mount multer or another multipart parser before validate, with the types and limits you want.",
    });
  });

  it("names the media types that the route accepts", async () => {
    await using app = await serve(
      (app) => {
        const accept = ["application/x-www-form-urlencoded", "multipart/form-data"];
        app.post("/", validate({ body: Article }, { accept }), (_req, res) => void res.end());
      },
      { express },
    );

    const response = await app.api.post("/").type("text/plain").send("title");

    expect(problem(response).detail).toBe(
      "Send the body as application/x-www-form-urlencoded or multipart/form-data.",
    );
    expect(response.headers["accept"]).toBe(
      "application/x-www-form-urlencoded, multipart/form-data",
    );
    expect(app.records[0]?.context).toMatchObject({
      hint: expect.stringContaining(
        "accepts application/x-www-form-urlencoded or multipart/form-data.",
      ),
    });
  });

  it("lets the schema decide about a request without a body", async () => {
    await using app = await serve(
      (app) => {
        app.post("/optional", validate({ body: Article.partial().optional() }), (_req, res) => {
          res.json("passed");
        });
        app.post("/", validate({ body: Article }), (_req, res) => void res.end());
      },
      { express },
    );

    expect((await app.api.post("/optional")).body).toBe("passed");
    expect(problem(await app.api.post("/")).errors?.[0]?.code).toBe("required");
  });

  it("lets a body of any type pass where the body has no schema", async () => {
    await using app = await serve(
      (app) =>
        app.post("/", validate({ query: z.object({}) }), (_req, res) => void res.json("passed")),
      { express },
    );

    const response = await app.api.post("/").type("text/plain").send("title");

    expect(response.body).toBe("passed");
  });

  // fault: no-body
  it.each([
    ["no body", undefined, []],
    ["a body of zero bytes in chunks", "Transfer-Encoding: chunked", ["0", "", ""]],
    ["a body with the length 0", "Content-Length: 0", []],
  ])("takes %s for none, not for an empty object", async (_what, framing, chunks) => {
    await using app = await serve(
      (app) => {
        const body = Article.optional();
        app.post("/", validate({ body }), validate({ body }), (req, res) => {
          res.json([typeof req.body]);
        });
        app.put("/", validate({ body: Article.partial().default({}) }));
        app.put("/", validate({ body: z.object({}) }), (_req, res) => void res.json(["kept"]));
        app.patch("/", validate({ body: Article }));
      },
      { express },
    );
    const send = (method: string): Promise<string> =>
      exchange(app.port, [
        `${method} / HTTP/1.1`,
        "Host: a",
        "Content-Type: application/json",
        "Connection: close",
        ...(framing === undefined ? [] : [framing]),
        "",
        ...(chunks.length > 0 ? chunks : [""]),
      ]);

    expect(await send("POST")).toMatch(/ 200 [^]*\["undefined"\]/);
    expect(await send("PUT")).toMatch(/ 200 [^]*\["kept"\]/);
    expect(await send("PATCH")).toMatch(/ 400 [^]*"pointer":"#","code":"required"/);
  });

  it("still checks an object without members that was sent", async () => {
    await using app = await serve(
      (app) =>
        app.post("/", validate({ body: Article.partial().optional() }), (req, res) => {
          res.json([req.body]);
        }),
      { express },
    );

    expect((await app.api.post("/").send({})).body).toEqual([{}]);
  });

  it.each(["null", '"x"', "1", " true"])("says what is refused of the JSON %s", async (json) => {
    await using app = await serve((app) => app.post("/", validate({ body: z.any() })), { express });

    const response = await app.api.post("/").type("json").send(json);

    expect(problem(response)).toMatchObject({
      status: 400,
      code: "invalid_json",
      detail: "The body must be a JSON object or array.",
    });
    expect(problem(await app.api.post("/").type("json").send("nul")).detail).toBe(
      "The body is not valid JSON.",
    );
  });

  it("checks forms and multipart fields, empty ones too", async () => {
    await using app = await serve(
      (app) => {
        const read = [express.urlencoded({ extended: true }), multer().none()];
        const Form = z.object({
          tags: z.array(z.string().min(2)),
          author: z.object({ name: z.string() }),
        });
        app.use(read).post("/", validate({ body: Form }), (_req, res) => void res.end());
      },
      { express },
    );
    const pointers = ["#/tags/1 too_short", "#/author/name required"];

    const form = await app.api.post("/").type("form").send("tags[]=ab&tags[]=c&author[x]=1");
    const multipart = await app.api
      .post("/")
      .field("tags[0]", "ab")
      .field("tags[1]", "c")
      .field("author[x]", "1");
    const empty = await app.api
      .post("/")
      .set("content-type", "multipart/form-data; boundary=x")
      .send("--x--\r\n");

    for (const response of [form, multipart]) {
      expect(problem(response).errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(
        pointers,
      );
    }
    expect(problem(empty).code).toBe("validation_failed");
  });
});

/** Sends the lines as they are, and returns the whole response. */
async function exchange(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(lines.join("\r\n"));
  return text(socket);
}
