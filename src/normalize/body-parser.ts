import createError from "http-errors";
import type { PublicError } from "../errors/public-error.ts";
import { statusEntry } from "../errors/status.ts";
import { readMember } from "../misuse/own-member.ts";

/** Recognizes the errors of body-parser, which are http-errors with a `type`; their own text may quote the body. */
export function bodyParserError(thrown: unknown): PublicError | undefined {
  if (!createError.isHttpError(thrown)) return undefined;
  const type = readMember(thrown, "type");
  if (typeof type === "string") {
    return type === "entity.too.large" ? tooLarge(thrown["limit"]) : byType.get(type);
  }
  // A body that cannot be decompressed fails in zlib; body-parser only adds the status.
  const code = readMember(thrown, "code");
  return readMember(thrown, "status") === 400 && typeof code === "string" && code.startsWith("Z_")
    ? badEncoding
    : undefined;
}

const badEncoding = of(400, "The compressed body cannot be decompressed.");

const byType: ReadonlyMap<string, PublicError> = new Map([
  [
    "entity.parse.failed",
    {
      status: 400,
      code: "invalid_json",
      title: "Invalid JSON",
      detail: "The body is not valid JSON.",
    },
  ],
  ["entity.verify.failed", of(403, "The body did not pass verification.")],
  ["request.aborted", of(400, "The request ended before its body was complete.")],
  ["request.size.invalid", of(400, "The body is not as long as its Content-Length says.")],
  ["parameters.too.many", of(413, "The form has too many fields.")],
  ["querystring.parse.rangeError", of(400, "The form is nested too deeply.")],
  ["charset.unsupported", of(415, "The charset of the body is not supported. Send UTF-8.")],
  [
    "encoding.unsupported",
    {
      ...of(415, "The Content-Encoding of the body is not supported."),
      // RFC 9110 §15.5.16: which codings would have been accepted.
      headers: { "Accept-Encoding": "gzip, deflate, br, identity" },
    },
  ],
]);

function tooLarge(limit: unknown): PublicError {
  const known = typeof limit === "number" && Number.isFinite(limit);
  return {
    status: 413,
    code: "body_too_large",
    title: "Request body too large",
    detail: known ? `The body may not exceed ${limit} bytes.` : undefined,
    extensions: known ? { limitBytes: limit } : undefined,
  };
}

function of(status: number, detail: string): PublicError {
  return { status, ...statusEntry(status), detail };
}
