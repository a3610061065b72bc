import { Readable } from "node:stream";
import createBusboy from "busboy";
import type { Express, RequestHandler } from "express";
import {
  busboy as busboyMapper,
  formidable as formidableMapper,
  multer as multerMapper,
  statusProperty,
} from "express-backstop/mappers";
import createFormidable, { type Options as FormidableOptions } from "formidable";
import createMulter, { type Options as MulterOptions } from "multer";
import type { Test } from "supertest";
import { describe, expect, it } from "vitest";
import type { Served } from "../support/app.ts";
import { answerOf, secret } from "./support/answer.ts";

type Send = (api: Served["api"]) => Test;

const file = Buffer.from(secret.repeat(20));
const upload: Send = (api) => api.post("/").attach("avatar", file, `${secret}.png`);
const raw =
  (contentType: string, text: string): Send =>
  (api) =>
    api.post("/").set("content-type", contentType).send(text);
const truncated = raw(
  "multipart/form-data; boundary=x",
  `--x\r\nContent-Disposition: form-data; name="avatar"; filename="a"\r\n\r\n${secret}`,
);

describe("multer", () => {
  const send = (options: MulterOptions, request: Send = upload) =>
    answerOf(
      [multerMapper(), statusProperty()],
      (app: Express) => app.post("/", createMulter(options).single("avatar")),
      request,
    );

  it("responds to a file that is too large with 413, and names the field", async () => {
    const { status, body } = await send({ limits: { fileSize: 10 } });

    expect(status).toBe(413);
    expect(body).toMatchObject({
      code: "body_too_large",
      detail: "The file is too large.",
      errors: [{ in: "body", pointer: "#/avatar", code: "too_large", detail: "is too large" }],
    });
  });

  it.each<[string, MulterOptions, Send]>([
    ["has too many files", { limits: { files: 0 } }, upload],
    ["has too many parts", { limits: { parts: 1 } }, (api) => upload(api).field("a", secret)],
    [
      "has too many fields",
      { limits: { fields: 1 } },
      (api) => api.post("/").field("a", "1").field("b", "1"),
    ],
    [
      "has a field that is too long",
      { limits: { fieldSize: 3 } },
      (api) => api.post("/").field("a", secret),
    ],
  ])("responds to a form that %s with 413", async (_what, options, request) => {
    const { status, body } = await send(options, request);

    expect(status).toBe(413);
    expect(body.code).toBe("body_too_large");
  });

  it("responds to an unexpected file with 400, and names the field", async () => {
    const { status, body } = await send({}, (api) => api.post("/").attach("cover", file, "a.png"));

    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: "validation_failed",
      errors: [{ in: "body", pointer: "#/cover", code: "unknown_member" }],
    });
  });

  it.each<[string, MulterOptions, Send]>([
    [
      "has a name that is too long",
      { limits: { fieldNameSize: 3 } },
      (api) => api.post("/").field("abcdef", "1"),
    ],
    [
      "has a part without a name",
      {},
      raw(
        "multipart/form-data; boundary=x",
        `--x\r\nContent-Disposition: form-data; filename="a"\r\n\r\n${secret}\r\n--x--\r\n`,
      ),
    ],
    ["ends too early", {}, truncated],
    ["has a broken header", {}, raw("multipart/form-data; boundary=x", `--x\r\n${secret}\r\n\r\n`)],
    ["has no boundary", {}, raw("multipart/form-data", secret)],
  ])("responds to a form that %s with 400", async (_what, options, request) => {
    expect((await send(options, request)).status).toBe(400);
  });

  it("keeps a 500 when the disk of the server fails", async () => {
    const storage = createMulter.diskStorage({
      destination: (_req, _file, done) => done(new Error(`ENOSPC /tmp/${secret}`), ""),
    });
    const { status } = await send({ storage });

    expect(status).toBe(500);
  });
});

describe("busboy", () => {
  const parse: RequestHandler = (req, _res, next) => {
    try {
      const parser = createBusboy({ headers: req.headers });
      parser.on("file", (_name, stream) => {
        stream.on("error", () => {});
        stream.resume();
      });
      parser.once("error", next);
      req.pipe(parser);
    } catch (error) {
      next(error);
    }
  };
  const send = (request: Send) =>
    answerOf([busboyMapper()], (app) => app.post("/", parse), request);

  it.each<[string, Send, number]>([
    ["a form that ends too early", truncated, 400],
    ["a form without a boundary", raw("multipart/form-data", secret), 400],
    ["a body of another type", raw("text/plain", secret), 415],
    ["a body without a type", (api) => api.post("/"), 415],
  ])("responds to %s with its status", async (_what, request, expected) => {
    expect((await send(request)).status).toBe(expected);
  });

  it("keeps a 500 for a form of another server", async () => {
    const { status } = await answerOf(
      [busboyMapper()],
      (app) =>
        app.post("/", (_req, _res, next) => {
          const parser = createBusboy({
            headers: { "content-type": "multipart/form-data; boundary=x" },
          });
          parser.on("error", next);
          Readable.from([Buffer.from(secret)]).pipe(parser);
        }),
      (api) => api.post("/").send({}),
    );

    expect(status).toBe(500);
  });
});

describe("formidable", () => {
  const send = (options: FormidableOptions, request: Send = upload) =>
    answerOf(
      [formidableMapper(), statusProperty()],
      (app) =>
        app.post("/", (req, _res, next) => {
          createFormidable(options).parse(req, next);
        }),
      request,
    );

  it.each<[string, FormidableOptions, Send, number]>([
    ["a file that is too large", { maxFileSize: 10 }, upload, 413],
    ["files that are too large", { maxTotalFileSize: 10 }, upload, 413],
    ["too many files", { maxFiles: 1 }, (api) => upload(api).attach("b", file, "b"), 413],
    [
      "too many fields",
      { maxFields: 1 },
      (api) => api.post("/").field("a", "1").field("b", "1"),
      413,
    ],
    [
      "fields that are too large",
      { maxFieldsSize: 3 },
      (api) => api.post("/").field("a", secret),
      413,
    ],
    ["an empty file", {}, (api) => api.post("/").attach("a", Buffer.alloc(0), "a"), 400],
    ["a file that is too small", { minFileSize: 9999 }, upload, 400],
    ["a malformed form", {}, raw("multipart/form-data; boundary=x", secret), 400],
    ["a form that ends too early", {}, truncated, 400],
    ["a form without a boundary", {}, raw("multipart/form-data", secret), 400],
    ["a body of another type", {}, raw("text/secret", secret), 415],
  ])("responds to %s with its status", async (_what, options, request, expected) => {
    expect((await send(options, request)).status).toBe(expected);
  });
});
