import type { OptionCheck } from "../misuse/check-options.ts";

/** The prefix of `type`, unless the option `typeBase` is set. */
export const defaultTypeBase = "/problems/";

/** The check of the option `typeBase`, to which the code is appended as it is. */
export const aTypeBase: OptionCheck = [
  'a string with a final slash such as "/problems/"',
  (value) => typeof value === "string" && !/\w$/.test(value),
];
