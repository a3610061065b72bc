import express from "express";
import {
  asyncHandler,
  errorHandler,
  type Guard,
  notFoundHandler,
  validate,
} from "express-backstop";
import { multer as multerErrors } from "express-backstop/mappers/multer";
import { uploadedFiles } from "express-backstop/uploads";
import multer from "multer";
import { z } from "zod";

const upload: Guard = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: 100_000, files: 1, fields: 10 },
}).single("avatar");
const app = express();

app.post(
  "/avatars",
  upload,
  validate({
    body: z.object({ alt: z.string().min(1) }),
    files: uploadedFiles({ avatar: { types: ["image/png"], maximumBytes: 50_000 } }),
  }),
  asyncHandler(async (req, res) => {
    const { avatar } = req.files;
    res.status(201).json({ alt: req.body.alt, bytes: avatar.buffer.length });
  }),
);

app.use(notFoundHandler());
app.use(errorHandler({ mappers: [multerErrors()] }));

export default app;
