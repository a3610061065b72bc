import { errorHandler, validate } from "express-backstop";
import { expect, it } from "vitest";
import { z } from "zod";
import { serve } from "./support/app.ts";

it("sends validation_failed with another status, type base and body where options ask for it", async () => {
  await using app = await serve(
    (app) =>
      app.post("/", validate({ body: z.object({ a: z.string() }) }), (_req, res) => void res.end()),
    {
      validationStatus: 422,
      typeBase: "https://api.example.com/problems/",
      serialize: ({ type, status }) => ({ error: { type, status } }),
    },
  );

  const response = await app.api.post("/").send({});

  expect(response.status).toBe(422);
  expect(JSON.parse(response.text)).toEqual({
    error: { type: "https://api.example.com/problems/validation_failed", status: 422 },
  });
});

it.each(["Content-Length", "content-encoding", "Content-Range", "Transfer-Encoding", "trailer"])(
  "refuses to keep %s, which is about the body that is not sent",
  (name) => {
    expect(() => errorHandler({ keepHeaders: ["X-Shard", name] })).toThrow(
      `such as "X-Api-Version", without headers of the body, got ["X-Shard", "${name}"].`,
    );
    expect(() => errorHandler({ keepHeaders: [`X-${name}`, `${name}-X`] })).not.toThrow();
  },
);

// fault: generator
it("refuses unknown and wrong options, and names them", async () => {
  await expect(serve(() => {}, { mapper: [] } as object)).rejects.toThrow(
    'errorHandler: unknown option "mapper". Write one of mappers, typeBase,',
  );
  await expect(serve(() => {}, { constructor: 1 } as object)).rejects.toThrow(
    'errorHandler: unknown option "constructor"',
  );
  await expect(serve(() => {}, { debug: 1 } as object)).rejects.toThrow(
    'errorHandler: debug must be true, false or an object such as { editor: "webstorm" }, got 1.',
  );
  for (const keepHeaders of [["bad header"], [""], ["X-Shard:"], [7], "X-Shard"]) {
    expect(() => errorHandler({ keepHeaders } as object)).toThrow(
      'errorHandler: keepHeaders must be an array of names such as "X-Api-Version"',
    );
  }
  expect(() => errorHandler({ typeBase: "https://api.example.com/problems" })).toThrow(
    'errorHandler: typeBase must be a string with a final slash such as "/problems/", got',
  );
  expect(() => errorHandler([] as object)).toThrow(
    "errorHandler: options must be an object, got an array. It may have mappers, typeBase,",
  );
});
