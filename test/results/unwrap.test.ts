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

  it.each([
    ["undefined", undefined],
    ["a text", "secret"],
    ["an Error", new Error("secret")],
    ["an object", { secret: 1 }],
  ])("takes a modeled error that is %s for a defect, with it as the cause", (_what, error) => {
    const defect = thrown({ status: "error", error });

    expect(defect).not.toBeInstanceOf(HttpError);
    expect(defect).toMatchObject({ name: "TypeError" });
    expect((defect as Error).cause).toBe(error);
  });

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
      expect(thrown(failure(cause))).toMatchObject({ message: "The effect was interrupted." });
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
