import { validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

// fault: lone-surrogate
describe.each(expresses)("on %s", (_name, express) => {
  it("refuses the texts of a JSON body that are not Unicode, with their places", async () => {
    await using app = await serve((app) => app.post("/", validate({ body: z.unknown() })), {
      express,
    });

    const { status, body } = await app.api
      .post("/")
      .type("json")
      .send(
        String.raw`{"title":"a\ud800","tags":["ok","\udc00b"],"o":{"\ud800":1},"fine":"\ud83d\ude00"}`,
      );

    expect(status).toBe(400);
    const place = { in: "body", detail: "is not a valid Unicode text", code: "bad_format" };
    expect(body).toMatchObject({
      errors: [
        { ...place, pointer: "#/title", params: { format: "Unicode text" } },
        { ...place, pointer: "#/tags/1" },
        { in: "body", pointer: "#/o", code: "bad_key" },
      ],
    });
  });

  it("takes every other text, and bytes", async () => {
    await using app = await serve(
      (app) => {
        const check = validate({ body: z.unknown() }, { accept: ["application/octet-stream"] });
        app.post("/", express.raw(), check, (_req, res) => void res.json("ok"));
      },
      { express },
    );

    const json = await app.api.post("/").send({ title: "\u{1F600} é \u0000" });
    const bytes = await app.api
      .post("/")
      .type("application/octet-stream")
      .send(Buffer.from([0xed, 0xa0, 0x80]));

    expect([json.status, bytes.status]).toEqual([200, 200]);
  });
});
