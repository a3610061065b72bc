import express from "express";
import { errorHandler, notFoundHandler, validate, ValidationError } from "express-backstop";
import { multer as multerErrors } from "express-backstop/mappers/multer";
import multer from "multer";
import { z } from "zod";

const upload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: 100_000, files: 1, fields: 10 },
});
const pngSignature = Buffer.from("89504e470d0a1a0a", "hex");
const app = express();

app.post(
  "/avatars",
  upload.single("avatar"),
  validate({ body: z.object({ alt: z.string().min(1) }) }),
  (req, res) => {
    const { file } = req;
    if (!file) {
      throw new ValidationError([
        { in: "body", pointer: "#/avatar", code: "required", detail: "is required" },
      ]);
    }
    // The media type that the client claims proves nothing.
    if (!file.buffer.subarray(0, 8).equals(pngSignature)) {
      throw new ValidationError([
        { in: "body", pointer: "#/avatar", code: "bad_format", detail: "must be a PNG image" },
      ]);
    }
    res.status(201).json({ alt: req.body.alt, bytes: file.size });
  },
);

app.use(notFoundHandler());
app.use(errorHandler({ mappers: [multerErrors()] }));

export default app;
