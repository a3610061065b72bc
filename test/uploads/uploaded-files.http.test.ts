import { rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express5, { type Express, type RequestHandler } from "express";
import { asyncHandler, validate, type ValidateOptions } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { multer as multerErrors } from "express-backstop/mappers/multer";
import { german } from "express-backstop/messages";
import { openapi } from "express-backstop/openapi";
import { uploadedFiles } from "express-backstop/uploads";
import multer from "multer";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const png = Buffer.from("89504e470d0a1a0a00", "hex");
const memory = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1000 } });
const avatar = { types: ["image/png"], maximumBytes: 20 };
const photos = { types: ["image/*"], maximumFiles: 2, optional: true };
const files = uploadedFiles({ avatar, photos });

/** Mounts a route that says which files its handler got. */
const mount =
  (parser: RequestHandler, options?: ValidateOptions<"fail">, schema = files) =>
  (app: Express) =>
    app.post(
      "/",
      parser,
      validate({ files: schema }, options),
      asyncHandler(async (req, res) => {
        res.json({
          avatar: [req.files.avatar.originalname, req.files.avatar.size],
          photos: req.files.photos.map(({ originalname }) => originalname),
        });
      }),
    );

describe.each(expresses)("uploadedFiles on %s", (_name, express) => {
  it.each([
    ["any()", memory.any()],
    [
      "fields()",
      memory.fields([
        { name: "avatar" },
        { name: "photos" },
        { name: "other" },
        { name: "__proto__" },
      ]),
    ],
  ])("gives the handler the files by field, after %s of multer", async (_what, parser) => {
    await using app = await serve(mount(parser), { express });
    const post = () => app.api.post("/").attach("avatar", png, "a.png");

    const one = await post();
    const more = await post()
      .attach("photos", Buffer.from("GIF89a"), "b.gif")
      .attach("photos", png, "c.png");

    expect(one.body).toEqual({ avatar: ["a.png", 9], photos: [] });
    expect(more.body).toEqual({ avatar: ["a.png", 9], photos: ["b.gif", "c.png"] });
  });

  it("gives the handler the file of single() and the list of array(), and leaves req.file", async () => {
    await using app = await serve(
      (app) => {
        app.post(
          "/single",
          memory.single("avatar"),
          validate({ files: uploadedFiles({ avatar }) }),
          asyncHandler(async (req, res) => {
            res.json([req.files.avatar.buffer.length, req.file?.size]);
          }),
        );
        app.post(
          "/array",
          memory.array("photos"),
          validate({ files: uploadedFiles({ photos: { maximumFiles: 2 } }) }),
          asyncHandler(async (req, res) => {
            res.json(req.files.photos.map(({ size }) => size));
          }),
        );
      },
      { express },
    );

    expect((await app.api.post("/single").attach("avatar", png, "a.png")).body).toEqual([9, 9]);
    expect((await app.api.post("/array").attach("photos", png, "a.png")).body).toEqual([9]);
  });

  type Attachment = readonly [field: string, bytes: Buffer, type: string];
  it.each<[string, readonly Attachment[], object]>([
    ["no file", [], { pointer: "#/avatar", code: "required", detail: "is required" }],
    [
      "a file of another type",
      [["avatar", png, "image/gif"]],
      {
        pointer: "#/avatar",
        code: "not_one_of",
        detail: "must be one of: image/png",
        params: { values: ["image/png"] },
      },
    ],
    [
      "a file that is too large",
      [["avatar", Buffer.concat([png, Buffer.alloc(20)]), "image/png"]],
      {
        pointer: "#/avatar",
        code: "too_long",
        detail: "must have at most 20 bytes",
        params: { maximum: 20 },
      },
    ],
    [
      "an empty file",
      [["avatar", Buffer.alloc(0), "image/png"]],
      { pointer: "#/avatar", code: "too_short", detail: "must have at least 1 byte" },
    ],
    [
      "a file that only claims its type",
      [["avatar", Buffer.from("<script>"), "image/png"]],
      { pointer: "#/avatar", code: "bad_format", detail: "is not a valid image/png" },
    ],
    [
      "two files in place of one",
      [
        ["avatar", png, "image/png"],
        ["avatar", png, "image/png"],
      ],
      { pointer: "#/avatar", code: "too_long", detail: "must have at most 1 item" },
    ],
    [
      "a wrong file in a list",
      [
        ["avatar", png, "image/png"],
        ["photos", png, "image/png"],
        ["photos", png, "text/html"],
      ],
      { pointer: "#/photos/1", code: "not_one_of", params: { values: ["image/*"] } },
    ],
    [
      "too many files in a list",
      [
        ["avatar", png, "image/png"],
        ["photos", png, "image/png"],
        ["photos", png, "image/png"],
        ["photos", png, "x/y"],
      ],
      { pointer: "#/photos", code: "too_long", params: { maximum: 2 } },
    ],
    [
      "a file of another field",
      [
        ["avatar", png, "image/png"],
        ["other", png, "image/png"],
      ],
      { pointer: "#/other", code: "unknown_member", detail: "is not allowed" },
    ],
    [
      "a file of a field with the name of a prototype",
      [
        ["avatar", png, "image/png"],
        ["constructor", png, "image/png"],
      ],
      { pointer: "#/constructor", code: "unknown_member" },
    ],
  ])("names the field for %s, and nothing of the file", async (_what, attachments, expected) => {
    await using app = await serve(mount(memory.any()), { express });

    let request = app.api.post("/").field("title", "a");
    for (const [field, bytes, contentType] of attachments)
      request = request.attach(field, bytes, { filename: "s3cr3t.png", contentType });
    const response = await request;

    expect(problem(response)).toMatchObject({ status: 400, code: "validation_failed" });
    expect(problem(response)["errors"]).toMatchObject([{ in: "body", ...expected }]);
    expect(response.text).not.toContain("s3cr3t");
  });

  it("lists the texts and the files of a form in one response, in the language of the client", async () => {
    await using app = await serve(
      (app) =>
        app.post(
          "/",
          memory.any(),
          validate(
            { body: z.object({ alt: z.string().min(1) }), files },
            { languages: { de: german } },
          ),
        ),
      { express },
    );

    const response = await app.api
      .post("/")
      .set("accept-language", "de")
      .field("alt", "")
      .attach("avatar", Buffer.alloc(0), { filename: "a.png", contentType: "image/png" });

    expect(problem(response)["errors"]).toMatchObject([
      { pointer: "#/alt", detail: "muss mindestens 1 Zeichen haben" },
      { pointer: "#/avatar", detail: "muss mindestens 1 Byte haben" },
    ]);
  });

  it("takes types in any case, and files on the disk by their claimed type", async () => {
    const folder = await mkdtemp(join(tmpdir(), "uploads-"));
    await using app = await serve(
      (app) =>
        app.post(
          "/",
          multer({ dest: folder }).single("avatar"),
          validate({ files: uploadedFiles({ avatar: { types: ["image/PNG"] } }) }),
          asyncHandler(async (req, res) => {
            res.json(String(await readFile(req.files.avatar.path)));
          }),
        ),
      { express },
    );

    const response = await app.api
      .post("/")
      .attach("avatar", Buffer.from("GIF"), { filename: "a", contentType: "Image/png" });
    rmSync(folder, { recursive: true });

    expect(response.body).toBe("GIF");
  });

  it("responds with 415 and multipart/form-data where no parser has read the body", async () => {
    const noParser: RequestHandler = (_req, _res, next) => next();
    await using app = await serve(mount(noParser), { express });

    const form = await app.api.post("/").attach("avatar", png, "a.png");
    const json = await app.api.post("/").send({});

    expect(problem(form)).toMatchObject({
      status: 415,
      detail: "Send the body as multipart/form-data.",
    });
    expect(form.headers["accept"]).toBe("multipart/form-data");
    expect(app.records[0]?.context).toMatchObject({
      hint: expect.stringContaining("Mount multer"),
    });
    expect(problem(json)["errors"]).toMatchObject([{ pointer: "#/avatar", code: "required" }]);
  });

  it("leaves what multer refuses to the mapper of multer", async () => {
    await using app = await serve(mount(memory.any()), { express, mappers: [multerErrors()] });

    const response = await app.api.post("/").attach("avatar", Buffer.alloc(2000), "a.png");

    expect(problem(response)).toMatchObject({ status: 413, errors: [{ pointer: "#/avatar" }] });
  });

  it("is one of several kinds of schemas: zod can check the lists of files itself", async () => {
    const schema = z.object({
      avatar: z.array(z.looseObject({ mimetype: z.enum(["image/png"]) })).length(1),
    });
    await using app = await serve(
      (app) =>
        app.post(
          "/",
          memory.any(),
          validate({ files: schema }),
          asyncHandler(async (req, res) => {
            res.json(req.files.avatar[0]?.["size"]);
          }),
        ),
      { express },
    );

    const right = await app.api.post("/").attach("avatar", png, "a.png");
    const wrong = await app.api.post("/").attach("avatar", png, "a.gif");

    expect(right.body).toBe(9);
    expect(problem(wrong)["errors"]).toMatchObject([{ pointer: "#/avatar/0/mimetype" }]);
  });

  it("describes the form in an OpenAPI document, with its texts and its files", () => {
    const app = express();
    const body = z.object({ alt: z.string() });
    app.post("/both", memory.any(), validate({ body, files }));
    app.post("/files", memory.any(), validate({ files: uploadedFiles({ photos }) }));
    const { paths } = openapi(app, {
      info: { title: "a", version: "1" },
      errors: builtInErrors,
    });

    const list = {
      type: "array",
      maxItems: 2,
      items: { type: "string", contentMediaType: "application/octet-stream" },
    };
    expect(paths["/both"]?.["post"]?.requestBody).toEqual({
      required: true,
      content: {
        "multipart/form-data": {
          schema: {
            allOf: [
              expect.objectContaining({ properties: { alt: { type: "string" } } }),
              {
                type: "object",
                properties: {
                  avatar: { type: "string", contentMediaType: "image/png" },
                  photos: list,
                },
                required: ["avatar"],
              },
            ],
          },
        },
      },
    });
    expect(paths["/files"]?.["post"]?.requestBody).toEqual({
      content: {
        "multipart/form-data": { schema: { type: "object", properties: { photos: list } } },
      },
    });
  });
});

it("documents the responses of a route with files, and of a form that goes on", () => {
  const app = express5();
  const body = z.object({ alt: z.string() });
  app.post("/files", memory.any(), validate({ files }));
  app.post("/form", validate({ body }, { onInvalid: "next" }));
  const { paths } = openapi(app, { info: { title: "a", version: "1" }, errors: builtInErrors });
  const statuses = (path: string) => Object.keys(paths[path]?.["post"]?.responses ?? {});

  expect(statuses("/files")).toEqual(expect.arrayContaining(["400", "413", "415"]));
  expect(JSON.stringify(paths["/files"])).not.toContain("invalid_json");
  expect(JSON.stringify(paths["/form"])).not.toContain("validation_failed");
  expect(statuses("/form")).toEqual(expect.arrayContaining(["400", "413", "415"]));
});

describe("the signatures", () => {
  const bytes: readonly (readonly [string, string])[] = [
    ["image/png", "89504e470d0a1a0a0000000d49484452"],
    ["image/jpeg", "ffd8ffe000104a46494600010100"],
    ["image/gif", "47494638376101000100800000"],
    ["image/gif", "47494638396101000100800000"],
    ["image/webp", "524946461a000000574542505650384c"],
    ["image/avif", "0000001c667479706176696600000000"],
    ["application/pdf", "255044462d312e370a25"],
    ["application/zip", "504b0304140000000800"],
    ["application/zip", "504b0506000000000000"],
    ["application/gzip", "1f8b0800000000000003"],
  ];
  const isValid = (mimetype: string, hex: string): boolean => {
    const file = { fieldname: "a", mimetype, size: 9, buffer: Buffer.from(hex, "hex") };
    const schema = uploadedFiles({ a: { types: [mimetype] } })["~standard"];
    return !("issues" in schema.validate({ a: [file] }));
  };

  it.each(bytes)(
    "of %s fit bytes that begin with %s, and no bytes of another type",
    (type, hex) => {
      const others = bytes.filter(([other]) => other !== type);

      expect(isValid(type, hex)).toBe(true);
      expect(others.some(([, other]) => isValid(type, other))).toBe(false);
      expect(isValid(type, "")).toBe(false);
    },
  );

  it.each([
    ["image/png", "89504e470d0a1a0b"],
    ["image/jpeg", "ffd8feff"],
    ["image/gif", "474946383861"],
    ["image/webp", "524946461a0000005745424d"],
    ["image/avif", "0000001c667479706d696631"],
    ["application/pdf", "255044462e"],
    ["application/zip", "504b0708"],
    ["application/gzip", "1f8c"],
  ])("of %s do not fit %s, which has one wrong byte", (type, hex) => {
    expect(isValid(type, hex)).toBe(false);
  });

  it("of other types are not known", () => {
    expect(isValid("text/csv", "ffd8ff")).toBe(true);
  });
});

it.each<[string, unknown, string]>([
  [
    "nothing",
    undefined,
    "uploadedFiles: rules must be an object of rules by field, got undefined.",
  ],
  ["a list", [], "uploadedFiles: rules must be an object of rules by field, got an array."],
  [
    "a field without a rule",
    { a: true },
    'uploadedFiles: field "a": options must be an object, got true.',
  ],
  [
    "an unknown member",
    { a: { maxSize: 1 } },
    'uploadedFiles: field "a": unknown option "maxSize". Write one of types, maximumBytes,',
  ],
  [
    "a type without a slash",
    { a: { types: ["png"] } },
    'uploadedFiles: field "a": types must be an array of media types such as',
  ],
  ["no types", { a: { types: [] } }, 'uploadedFiles: field "a": types must be an array'],
  [
    "a size of 0",
    { a: { maximumBytes: 0 } },
    'uploadedFiles: field "a": maximumBytes must be a positive integer, got 0.',
  ],
  [
    "a size as a text",
    { a: { maximumBytes: "1mb" } },
    'maximumBytes must be a positive integer, got "1mb".',
  ],
  [
    "a negative size",
    { a: { minimumBytes: -1 } },
    "minimumBytes must be an integer, 0 or greater, got -1.",
  ],
  [
    "a minimum above the maximum",
    { a: { minimumBytes: 10, maximumBytes: 5 } },
    'uploadedFiles: field "a": minimumBytes 10 must not exceed maximumBytes 5. Write { minimumBytes: 5, maximumBytes: 10 }.',
  ],
  ["no files", { a: { maximumFiles: 0 } }, "maximumFiles must be a positive integer, got 0."],
  ["yes", { a: { optional: "yes" } }, 'optional must be true or false, got "yes".'],
])("refuses %s when the app starts", (_what, rules, message) => {
  const start = () => uploadedFiles(rules as never);

  expect(start).toThrow(TypeError);
  expect(start).toThrow(message);
});
