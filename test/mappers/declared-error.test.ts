import { describe, expect, it } from "vitest";
import { toDeclaredError } from "../../src/mappers/declared-error.ts";
import { throwingGetters } from "../support/hostile.ts";

const respondTo = (found: object, status: number, message: string) =>
  toDeclaredError(found, { status, message }, found);
const because = (cause: unknown) => new Error("outer", { cause });

describe("the response to an error that is declared for the client", () => {
  it("has its status, and it as the cause", () => {
    const found = new Error("Taken already.");

    expect(respondTo(found, 409, found.message)).toMatchObject({ status: 409, cause: found });
  });

  it.each<[string, object, number, string, string]>([
    ["the message of a 4xx", new Error(), 409, "Taken already.", "Taken already."],
    ["no message that is empty", new Error(), 409, "", "Conflict"],
    [
      "no message that is the name of the status",
      new Error(),
      413,
      "Payload Too Large",
      "Content too large",
    ],
    ["no message of a 5xx", new Error(), 503, "10.0.0.7 is down", "Service unavailable"],
    ["no message of the cause", because(new Error("key 7")), 409, "Taken: key 7", "Conflict"],
    ["no message of a cause that is a text", because("key 7"), 409, "key 7", "Conflict"],
    ["the message beside a cause without one", because({}), 409, "Taken.", "Taken."],
    [
      "the message beside a cause that cannot be read",
      throwingGetters({}, "cause"),
      409,
      "Taken.",
      "Taken.",
    ],
  ])("has %s", (_what, found, status, message, detail) => {
    expect(respondTo(found, status, message).message).toBe(detail);
  });
});
