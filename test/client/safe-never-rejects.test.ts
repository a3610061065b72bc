import { builtInErrors } from "express-backstop/catalog";
import { safe } from "express-backstop/client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileObjects } from "./hostile-responses.ts";

describe("safe", () => {
  it.each(hostileObjects)("does not reject for %s", async (_what, create) => {
    const results = [
      await safe(create() as never, builtInErrors),
      await safe((async () => create())() as never, builtInErrors),
      await safe((() => create()) as never, builtInErrors),
      await safe(Promise.resolve(new Response("{}", { status: 500 })), create() as never),
      await safe(
        Promise.resolve(new Response("{}", { status: 500 })),
        undefined,
        create() as never,
      ),
    ];

    for (const result of results) expect(result).toHaveProperty("ok");
  });

  it.each([undefined, null, 0, "offline", Symbol("offline"), new Error("offline")])(
    "has %s as the error where the request was rejected or the function threw it",
    async (reason) => {
      const failing = (): never => {
        throw reason;
      };
      const expected = { ok: false, problem: { reason: "no_response", error: reason } };

      // oxlint-disable-next-line prefer-promise-reject-errors -- it is what the test is about
      expect(await safe(Promise.reject(reason))).toMatchObject(expected);
      expect(await safe(failing)).toMatchObject(expected);
      // oxlint-disable-next-line unicorn/no-thenable -- a foreign thenable is what is tested
      expect(await safe({ then: failing })).toMatchObject(expected);
    },
  );

  it("starts a function's request, and returns its response", async () => {
    const response = new Response("ok");

    expect(await safe(async () => response)).toEqual({ ok: true, response });
  });

  it("does not reject for anything", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: true }), async (value) => {
        expect(await safe(value as never, value as never, value as never)).toHaveProperty("ok");
      }),
    );
  });
});
