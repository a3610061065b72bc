import { isHttpError } from "../errors/http-error.ts";
import { fromHttpError } from "../errors/public-error.ts";
import { readMember } from "../misuse/read-member.ts";
import type { Recognizer } from "./recognizer.ts";

/** Recognizes our own errors: the only ones whose message and headers are used as they are. */
export const ownErrors: Recognizer = (thrown, _req, mishaps) => {
  if (!isHttpError(thrown)) return undefined;
  // Where data did not fit its declaration, the error of the catalog says so to the operator.
  const failures = readMember(thrown, "failures");
  if (Array.isArray(failures)) for (const failure of failures) mishaps.add(failure);
  const error = fromHttpError(thrown);
  return error && { error, by: "HttpError" };
};
