import { describe, expect, it } from "vitest";
import { toError } from "../../src/reporters/to-error.ts";

describe("the Error of a recorded one", () => {
  it("has its name, message, code and stack", () => {
    const stack = "TypeError: no\n    at find (src/a.ts:1:2)";

    const error = toError({ name: "TypeError", message: "no", code: "E_NO", stack });

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "TypeError", message: "no", code: "E_NO", stack });
    expect(error).not.toHaveProperty("cause");
  });

  it("has the name and the message in place of a stack that was not recorded", () => {
    const error = toError({ name: "NotFoundError", message: "There is no article 7." });

    expect(error.stack).toBe("NotFoundError: There is no article 7.");
    expect(error).not.toHaveProperty("code");
    expect(Object.keys(error)).toEqual([]);
  });

  it("has the causes as a chain, in their order", () => {
    const causes = ["one", "two", "three"].map((message) => ({ name: "Error", message }));

    let error: unknown = toError({ name: "Error", message: "top", causes });
    const messages: string[] = [];
    for (; error instanceof Error; error = error.cause) messages.push(error.message);

    expect(messages).toEqual(["top", "one", "two", "three"]);
  });
});
