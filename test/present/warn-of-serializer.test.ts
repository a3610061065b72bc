import { expect, it } from "vitest";
import { warnOfSerializer } from "../../src/present/warn-of-serializer.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

it("warns once of each serializer, with the words of its error", async () => {
  const [first, second] = [() => ({}), () => ({})];

  for (const serialize of [first, first, second]) warnOfSerializer(serialize, new Error("no"));

  const warning = {
    code: "BACKSTOP_SERIALIZER_FAILED",
    message: "The serialize function of guardProcess failed, so the plain problem was sent: no",
  };
  await expect.poll(() => warnings).toMatchObject([warning, warning]);
});
