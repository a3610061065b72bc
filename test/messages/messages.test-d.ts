import { english, type ValidationMessages, type Violation } from "express-backstop/messages";
import { expectTypeOf, it } from "vitest";

it("makes a language without a phrase for a rule an error of the compiler", () => {
  const { required: _required, ...others } = english.rules;

  expectTypeOf<{
    rules: typeof others;
    summary: () => string;
  }>().not.toExtend<ValidationMessages>();
  expectTypeOf<typeof english>().toExtend<ValidationMessages>();
});

it("types the violation that a phrase is written for", () => {
  const messages: ValidationMessages = {
    ...english,
    rules: {
      ...english.rules,
      too_short(violation) {
        expectTypeOf(violation).toEqualTypeOf<Violation>();
        return "is too short";
      },
    },
  };

  expectTypeOf(messages.rules.too_short).returns.toBeString();
});

it("gives a violation one of the documented codes, and never the value that was sent", () => {
  expectTypeOf<"required">().toExtend<Violation["code"]>();
  expectTypeOf<"unheard_of">().not.toExtend<Violation["code"]>();
  expectTypeOf<Violation>().not.toHaveProperty("value");
  expectTypeOf<Violation>().not.toHaveProperty("input");
});
