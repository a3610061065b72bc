import createError from "http-errors";
import { builtIn } from "../errors/built-in.ts";
import { type PublicError, toPublicError } from "../errors/public-error.ts";
import { isErrorStatus, statusEntry } from "../errors/status.ts";
import { readMember } from "../misuse/read-member.ts";
import type { Recognizer } from "./recognizer.ts";

/** Recognizes the errors of body-parser, which are http-errors with a `type`. Their own text may quote the body. */
export const bodyParserErrors: Recognizer = (thrown) => {
  const error = publicErrorOf(thrown);
  // The words of the app's own `verify` function are for the operator.
  const quotesRequest = readMember(Object(thrown), "type") !== verifyFailed;
  return error && { error, quotesRequest, by: "body-parser" };
};

function publicErrorOf(thrown: unknown): PublicError | undefined {
  if (!createError.isHttpError(thrown)) return undefined;
  const type = readMember(thrown, "type");
  if (typeof type === "string") {
    if (type === "entity.too.large") return tooLarge(thrown["limit"]);
    if (type === verifyFailed) return unverified(readMember(thrown, "status"));
    if (type === "entity.parse.failed" && isStrictRefusal(readMember(thrown, "body")))
      return strict;
    return byType.get(type);
  }
  // A body that cannot be decompressed fails in zlib; body-parser only adds the status.
  const code = readMember(thrown, "code");
  return readMember(thrown, "status") === 400 && typeof code === "string" && code.startsWith("Z_")
    ? badEncoding
    : undefined;
}

const verifyFailed = "entity.verify.failed";

/** Returns true for a body that is valid JSON, but neither an object nor an array: the strict mode refuses it. */
function isStrictRefusal(body: unknown): boolean {
  if (typeof body !== "string" || !/^[^[{]/.test(body.trimStart())) return false;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

const strict = toPublicError({
  code: "invalid_json",
  ...builtIn.invalid_json,
  detail: "The body must be a JSON object or array.",
});

const badEncoding = ofStatus(400, "The compressed body cannot be decompressed.");

const byType: ReadonlyMap<string, PublicError> = new Map([
  ["entity.parse.failed", toPublicError({ code: "invalid_json", ...builtIn.invalid_json })],
  ["request.aborted", ofStatus(400, "The request ended before its body was complete.")],
  ["request.size.invalid", ofStatus(400, "The body is not as long as its Content-Length says.")],
  ["parameters.too.many", ofStatus(413, "The form has too many fields.")],
  ["querystring.parse.rangeError", ofStatus(400, "The form is nested too deeply.")],
  ["charset.unsupported", ofStatus(415, "The charset of the body is not supported. Send UTF-8.")],
  [
    "encoding.unsupported",
    // RFC 9110 §15.5.16: the encodings that would be accepted.
    ofStatus(415, "The Content-Encoding of the body is not supported.", {
      "Accept-Encoding": "gzip, deflate, br, identity",
    }),
  ],
]);

/** The status is the one that the app's own `verify` function put on its error; its words are not for the client. */
function unverified(status: unknown): PublicError {
  return ofStatus(isErrorStatus(status) ? status : 403, "The body did not pass verification.");
}

function tooLarge(limit: unknown): PublicError {
  const known = Number.isFinite(limit);
  return toPublicError({
    code: "body_too_large",
    ...builtIn.body_too_large,
    detail: known ? `The body may not exceed ${String(limit)} bytes.` : undefined,
    extensions: known ? { limitBytes: limit } : undefined,
  });
}

function ofStatus(
  status: number,
  detail: string,
  headers?: Readonly<Record<string, string>>,
): PublicError {
  return toPublicError({ status, ...statusEntry(status), detail, headers });
}
