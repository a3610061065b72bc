import type { OptionCheck } from "../misuse/check-options.ts";
import { readMember } from "../misuse/read-member.ts";

/** The check of the option `serialize`. */
export const aSerializer: OptionCheck = [
  "a function whose contentType, if it has one, is a media type",
  (value) =>
    typeof value === "function" &&
    (!Object.hasOwn(value, "contentType") ||
      mediaType.test(String(readMember(value, "contentType")))),
];

const mediaType = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w.-]+)*$/;
