import express from "express";
import { asyncHandler, type Guard, type RequestOf, validate } from "express-backstop";
import { uploadedFiles, type UploadedFile } from "express-backstop/uploads";
import multer from "multer";
import { expectTypeOf, it } from "vitest";
import { z } from "zod";

const parser: Guard = multer().any();
const files = uploadedFiles({
  avatar: { types: ["image/png"] },
  cover: { optional: true },
  photos: { maximumFiles: 3, optional: true },
});

it("has a file for each field, and a list where there may be several", () => {
  express().post(
    "/:id",
    parser,
    validate({ body: z.object({ alt: z.string() }), files }),
    asyncHandler(async (req) => {
      expectTypeOf(req.files.avatar).toEqualTypeOf<UploadedFile>();
      expectTypeOf(req.files.cover).toEqualTypeOf<UploadedFile | undefined>();
      expectTypeOf(req.files.photos).toEqualTypeOf<readonly UploadedFile[]>();
      expectTypeOf(req.body).toEqualTypeOf<{ alt: string }>();
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      // @ts-expect-error - a field without a rule
      void req.files.other;
    }),
  );
  const schemas = { files };
  expectTypeOf<RequestOf<typeof schemas>["files"]["avatar"]>().toEqualTypeOf<UploadedFile>();
  const form = validate({ files }, { onInvalid: "next" });
  const result = form.resultOf({});
  if (result.valid) expectTypeOf(result.files.avatar).toEqualTypeOf<UploadedFile>();
});

it("refuses a rule that does not exist", () => {
  // @ts-expect-error - unknown rule
  uploadedFiles({ avatar: { maxSize: 1 } });
  // @ts-expect-error - a size is a number
  uploadedFiles({ avatar: { maximumBytes: "1mb" } });
});
