import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import {
  customMessage,
  withoutZod3Texts,
  withoutZod4Texts,
} from "../../../src/validate/zod/custom-message.ts";

const messageOf4 = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value, { error: withoutZod4Texts });
  return customMessage(error!.issues[0]!);
};
const messageOf3 = (schema: z3.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value, { errorMap: withoutZod3Texts });
  return customMessage(error!.issues[0]!);
};

describe("the author's text", () => {
  it.each([
    [
      "of a check",
      z.string().min(2, "Too short."),
      z3.string().min(2, "Too short."),
      "a",
      "Too short.",
    ],
    [
      "of a refinement",
      z.string().refine(() => false, "Taken."),
      z3.string().refine(() => false, "Taken."),
      "a",
      "Taken.",
    ],
    [
      "of a schema",
      z.string("Write a text."),
      z3.string({ message: "Write a text." }),
      1,
      "Write a text.",
    ],
    ["is undefined without one", z.string().min(2), z3.string().min(2), "a", undefined],
    ["is undefined for a wrong type", z.string(), z3.string(), 1, undefined],
    [
      "is undefined when the text is empty",
      z.string().min(2, ""),
      z3.string().min(2, ""),
      "a",
      undefined,
    ],
  ])("%s", (_what, schema4, schema3, value, text) => {
    expect(messageOf4(schema4, value)).toBe(text);
    expect(messageOf3(schema3, value)).toBe(text);
  });

  it("of a schema of zod 4 may be in an object, and belongs to an issue that has none yet", () => {
    const textOf = (inst: z.ZodType, schema?: z.ZodType) =>
      customMessage({ inst, schema } as object);
    const withText = z.string({ error: () => ({ message: "Write a text." }) });

    expect(textOf(withText)).toBe("Write a text.");
    expect(textOf(z.string(), withText)).toBe("Write a text.");
    expect(textOf(z.string())).toBeUndefined();
  });

  it("of zod 4 may be made by a function", () => {
    const schema = z.string({
      error: ({ input }) => (input === undefined ? "Missing." : "Wrong."),
    });

    expect(messageOf4(schema, undefined)).toBe("Missing.");
    expect(messageOf4(schema, 1)).toBe("Wrong.");
  });
});
