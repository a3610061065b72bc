import { Result as BetterResult } from "better-result";
import { Effect } from "effect";
import { Effect as Effect3 } from "effect3";
import { defineErrors } from "express-backstop";
import { unwrap } from "express-backstop/results";
import { err, errAsync, ok, type Result } from "neverthrow";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { internalError, respond, summary } from "./respond.ts";

const errors = defineErrors({
  card_declined: { status: 402, title: "Card declined", data: z.object({ reason: z.string() }) },
  order_missing: { status: 404, title: "Order missing" },
});

type PaymentError =
  | { readonly _tag: "CardDeclined"; readonly reason: string }
  | { readonly _tag: "OrderMissing" };
type Paid = { readonly orderId: string };

const declined: PaymentError = { _tag: "CardDeclined", reason: "expired" };
const paid: Paid = { orderId: "7" };
const convert = {
  CardDeclined: ({ reason }: { readonly reason: string }) => errors.card_declined({ reason }),
  OrderMissing: () => errors.order_missing(),
};

/** Returns the summary of the response of an app whose handler does this. */
const responseTo = async (work: () => unknown): Promise<object> =>
  summary(await respond(() => undefined, work));

const pay = (fails: boolean): Result<Paid, PaymentError> => (fails ? err(declined) : ok(paid));

describe("neverthrow", () => {
  it("has values, and modeled errors that become problems", async () => {
    const value = unwrap(pay(false), convert);

    expectTypeOf(value).toEqualTypeOf<Paid>();
    expect(value).toEqual(paid);
    expect(await responseTo(() => unwrap(pay(true), convert))).toEqual({
      status: 402,
      code: "card_declined",
    });
    expect(await responseTo(async () => unwrap(await errAsync(declined), convert))).toMatchObject({
      code: "card_declined",
    });
    // @ts-expect-error - OrderMissing is missing
    expect(() => unwrap(pay(true), { CardDeclined: convert.CardDeclined })).toThrow(
      "Card declined",
    );
    // @ts-expect-error - nothing says what the errors become
    expect(() => unwrap(pay(true))).toThrow("was not converted");
  });

  it("may have the errors of a catalog, which are thrown as they are", async () => {
    const result: Result<Paid, ReturnType<typeof errors.order_missing>> = err(
      errors.order_missing(),
    );

    expect(await responseTo(() => unwrap(result))).toMatchObject({ code: "order_missing" });
  });

  it("is a defect where the error is something else", async () => {
    const { body, record } = await respond(
      () => undefined,
      () => unwrap(err("secret") as Result<Paid, string>, () => "secret" as never),
    );

    expect(summary({ body, record, retryAfter: undefined })).toEqual(internalError);
    expect(JSON.stringify(body)).not.toContain("secret");
  });
});

describe("better-result", () => {
  it("has values, modeled errors and defects", async () => {
    const result = (fails: boolean): BetterResult<Paid, PaymentError> =>
      fails ? BetterResult.err(declined) : BetterResult.ok(paid);

    expectTypeOf(unwrap(result(false), convert)).toEqualTypeOf<Paid>();
    expect(unwrap(result(false), convert)).toEqual(paid);
    expect(await responseTo(() => unwrap(result(true), convert))).toMatchObject({
      code: "card_declined",
    });
    expect(
      await responseTo(() => {
        const broken = BetterResult.try(() => {
          throw new Error("secret");
        });
        return unwrap(broken, (error) => {
          throw error;
        });
      }),
    ).toEqual(internalError);
  });
});

describe.each([
  ["Effect 4", Effect],
  ["Effect 3", Effect3 as unknown as typeof Effect],
])("%s", (_name, { die, fail, interrupt, runPromiseExit, succeed }) => {
  it("has values, modeled errors, and defects and interruptions that are a 500", async () => {
    expect(unwrap(await runPromiseExit(succeed(paid)), {})).toEqual(paid);
    expect(
      await responseTo(async () => unwrap(await runPromiseExit(fail(declined)), convert as never)),
    ).toMatchObject({ code: "card_declined" });
    expect(
      await responseTo(async () => unwrap(await runPromiseExit(die(new Error("secret"))), {})),
    ).toEqual(internalError);
    expect(
      await responseTo(async () =>
        unwrap(
          await runPromiseExit(typeof interrupt === "function" ? (interrupt as never) : interrupt),
          {},
        ),
      ),
    ).toEqual(internalError);
  });
});

it("the exits of Effect 3 and 4 have typed values and errors", async () => {
  const exit = await Effect.runPromiseExit(
    Effect.succeed(paid) as Effect.Effect<Paid, PaymentError>,
  );
  const exit3 = await Effect3.runPromiseExit(
    Effect3.succeed(paid) as Effect3.Effect<Paid, PaymentError>,
  );

  expectTypeOf(unwrap(exit, convert)).toEqualTypeOf<Paid>();
  expectTypeOf(unwrap(exit3, convert)).toEqualTypeOf<Paid>();
  // @ts-expect-error - OrderMissing is missing
  expect(unwrap(exit, { CardDeclined: convert.CardDeclined })).toEqual(paid);
  // @ts-expect-error - OrderMissing is missing
  expect(unwrap(exit3, { CardDeclined: convert.CardDeclined })).toEqual(paid);
});
