import { BadGatewayError, HttpError, NotFoundError } from "express-backstop";
import { unwrap } from "express-backstop/results";
import { describe, expect, it } from "vitest";

const call = (...given: readonly unknown[]): unknown => Reflect.apply(unwrap, undefined, given);
const failure = (cause: unknown): object => ({ _tag: "Failure", cause });
const fail = (error: unknown): object => ({ _tag: "Fail", error });
const die = (defect: unknown): object => ({ _tag: "Die", defect });

/** Returns what is thrown. */
function thrown(...given: readonly unknown[]): unknown {
  try {
    return call(...given);
  } catch (error) {
    return error;
  }
}

describe("unwrap", () => {
  it.each([
    ["neverthrow", { isOk: () => true, value: 7 }],
    ["better-result", { status: "ok", value: 7 }],
    ["Effect", { _tag: "Success", value: 7 }],
  ])("returns the value of a result of %s", (_what, result) => {
    expect(call(result)).toBe(7);
  });

  it.each([
    ["neverthrow", { isOk: () => false, error: "locked" }],
    ["better-result", { status: "error", error: "locked" }],
    ["Effect 3", failure(fail("locked"))],
    ["Effect 4", failure({ reasons: [fail("locked")] })],
  ])("converts a modeled error of %s by a function for all", (_what, result) => {
    const convert = (error: unknown) => new HttpError(423, `The article is ${String(error)}.`);

    expect(thrown(result, convert)).toMatchObject({
      status: 423,
      message: "The article is locked.",
    });
  });

  it("asks a result of neverthrow with itself as `this`", () => {
    class Ok {
      readonly value = 7;
      readonly #succeeded = true;
      isOk(): boolean {
        return this.#succeeded;
      }
    }

    expect(call(new Ok())).toBe(7);
  });

  it("converts by the tag, and by no name that every object has", () => {
    const errors = { Lost: ({ id }: { id: string }) => new NotFoundError(`No ${id}.`) };

    expect(thrown({ status: "error", error: { _tag: "Lost", id: "7" } }, errors)).toMatchObject({
      status: 404,
      message: "No 7.",
    });
    for (const tag of ["toString", "constructor", "__proto__", "Other"]) {
      expect(thrown({ status: "error", error: { _tag: tag } }, errors)).toMatchObject({
        name: "TypeError",
        message: `unwrap: a modeled error was not converted to an HttpError: ${JSON.stringify(tag)}. Write a function for it in the second argument.`,
      });
    }
  });

  it("converts by no tag that is not text, and by nothing that is not a function", () => {
    const errors = { Lost: () => new NotFoundError(), Gone: 410 };

    for (const tag of [["Lost"], "Gone"]) {
      expect(thrown({ status: "error", error: { _tag: tag } }, errors)).toMatchObject({
        name: "TypeError",
        message: expect.stringContaining("was not converted to an HttpError"),
      });
    }
  });

  it.each([
    ["undefined", undefined, "undefined"],
    ["a text", "secret", '"secret"'],
    ["an Error", new Error("secret"), "undefined"],
    ["an object", { secret: 1 }, "undefined"],
  ])(
    "takes a modeled error that is %s for a defect, with it as the cause",
    (_what, error, said) => {
      const defect = thrown({ status: "error", error });

      expect(defect).not.toBeInstanceOf(HttpError);
      expect(defect).toMatchObject({
        name: "TypeError",
        message: `unwrap: a modeled error was not converted to an HttpError: ${said}. Write a function for it in the second argument.`,
      });
      expect((defect as Error).cause).toBe(error);
    },
  );

  it("throws a defect of an Exit itself", () => {
    const defect = new RangeError("broken");

    expect(thrown(failure(die(defect)))).toBe(defect);
    expect(thrown(failure({ reasons: [die(defect)] }))).toBe(defect);
    expect(thrown(failure(die("text")))).toBeInstanceOf(Error);
  });

  it("takes a defect beside a modeled error for what happened", () => {
    const defect = new Error("broken");
    const modeled = fail(new BadGatewayError());

    expect(thrown(failure({ reasons: [modeled, die(defect)] }))).toBe(defect);
    expect(thrown(failure({ _tag: "Sequential", left: modeled, right: die(defect) }))).toBe(defect);
    expect(
      thrown(failure({ _tag: "Parallel", left: modeled, right: { _tag: "Interrupt" } })),
    ).toBeInstanceOf(BadGatewayError);
  });

  it.each([[{ _tag: "Empty" }], [{ reasons: [] }], [undefined], [{ _tag: "Interrupt" }]])(
    "takes the cause %j for a defect",
    (cause) => {
      const defect = thrown(failure(cause));

      expect(defect).toMatchObject({ message: "The effect was interrupted." });
      expect((defect as Error).cause).toBe(cause);
    },
  );

  it("reads a chain of a hundred thousand causes", () => {
    let cause: object = fail(new NotFoundError());
    for (let depth = 0; depth < 100_000; depth += 1) {
      cause = { _tag: "Sequential", left: { _tag: "Interrupt" }, right: cause };
    }

    expect(thrown(failure(cause))).toBeInstanceOf(NotFoundError);
  });

  it.each([[undefined], [null], ["ok"], [{}], [Promise.resolve()], [{ _tag: "Right", right: 1 }]])(
    "refuses %j, which is not a result",
    (result) => {
      expect(() => call(result)).toThrow(
        "unwrap: result must be a Result of neverthrow or better-result, or an Exit of Effect, got",
      );
    },
  );
});
