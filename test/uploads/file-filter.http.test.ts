import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Guard } from "express-backstop";
import multer from "multer";
import { afterAll, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

/** Fails as the code of an app does. */
function isAllowed({ originalname }: { readonly originalname: string }): boolean {
  if (originalname === "broken.png") throw new TypeError("Cannot read properties of undefined");
  return originalname.endsWith(".png");
}

const folder = mkdtempSync(join(tmpdir(), "backstop-"));
afterAll(() => rmSync(folder, { recursive: true }));

const checked = multer({
  dest: folder,
  fileFilter(_req, file, done) {
    let isAccepted: boolean;
    try {
      isAccepted = isAllowed(file); // may throw
    } catch (error) {
      return done(error as Error);
    }
    done(null, isAccepted);
  },
});

describe.each(expresses)("a filter of multer, on %s", (_name, express) => {
  const upload: Guard = checked.array("file");

  it.each([
    ["cat.png", { accepted: 1 }],
    ["cat.exe", { accepted: 0 }],
  ])("decides on %s", async (name, expected) => {
    await using app = await serve(
      (mounted) =>
        mounted.post(
          "/",
          upload,
          (req, res) => void res.json({ accepted: [req.files].flat().length }),
        ),
      { express },
    );

    const response = await app.api.post("/").attach("file", Buffer.alloc(10), name);

    expect(response.body).toEqual(expected);
  });

  it("that throws is a 500, and the files before it are removed", async () => {
    const before = readdirSync(folder);
    await using app = await serve(
      (mounted) => mounted.post("/", upload, (_req, res) => void res.end()),
      {
        express,
      },
    );

    const response = await app.api
      .post("/")
      .attach("file", Buffer.alloc(100_000), "cat.png")
      .attach("file", Buffer.alloc(100_000), "broken.png");

    expect(problem(response).code).toBe("internal_error");
    expect(app.records).toMatchObject([{ error: { name: "TypeError" } }]);
    await expect.poll(() => readdirSync(folder)).toEqual(before);
  });
});
