// An app that opens files until the system gives it no more. Argument: the name of the Express.
import { type FileHandle, open, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { asyncHandler, errorHandler } from "express-backstop";
import { nodeSystem } from "express-backstop/mappers";
import { expresses } from "../../support/expresses.ts";
import { listen } from "./listen.ts";

const express = new Map(expresses).get(process.argv[2] ?? "");
if (!express) throw new TypeError(`There is no ${process.argv[2]}`);
const app = express();

app.get(
  "/files",
  asyncHandler(async () => {
    const files: FileHandle[] = [];
    try {
      for (;;) files.push(await open("/dev/null"));
    } finally {
      await Promise.all(files.map((file) => file.close()));
    }
  }),
);

/** Writes to a disk that is always full. */
app.get(
  "/disk",
  asyncHandler(() => writeFile("/dev/full", "hunter2")),
);

app.get("/fine", (_req, res) => void res.json("fine"));

app.use(errorHandler({ mappers: [nodeSystem()] }));

listen(createServer(app));
