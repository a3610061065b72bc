import type { Request } from "express";
import { UnsupportedMediaTypeError } from "../errors/client-errors.ts";

/**
 * Returns a 415 error if no parser has read the body of the request; undefined if the body was parsed or there is none.
 * The client gets the accepted media types; the record also gets a hint which parser is missing.
 *
 * @param accept The accepted media types.
 */
export function unparsedBodyError(
  req: Request,
  accept: readonly string[],
): UnsupportedMediaTypeError | undefined {
  if (req.readableDidRead || !hasBody(req) || !isEmpty(req.body)) return undefined;
  return new UnsupportedMediaTypeError(`Send the body as ${accept.join(" or ")}.`, {
    // RFC 9110 §15.5.16: a 415 response lists the accepted media types in Accept.
    headers: { Accept: accept.join(", ") },
    context: { hint: hint(req) },
  });
}

/** Checks the two headers that announce a body (RFC 9112 §6.3). */
function hasBody(req: Request): boolean {
  return (
    req.headers["transfer-encoding"] !== undefined || Number(req.headers["content-length"]) > 0
  );
}

/** Returns true for the body of a request that no parser has read: undefined, or in Express 4 an empty object. */
function isEmpty(body: unknown): boolean {
  return (
    body === undefined ||
    (typeof body === "object" && body !== null && Object.keys(body).length === 0)
  );
}

function hint(req: Request): string {
  const missing = parsers.find(([types]) => req.is([...types]))?.[1];
  return missing === undefined
    ? "No parser is mounted for the Content-Type of this request, or the request has no Content-Type."
    : `No parser has read the body. Mount ${missing} before validate, with the types and limits you want.`;
}

const parsers: readonly (readonly [types: readonly string[], middleware: string])[] = [
  [["json", "+json"], "express.json()"],
  [["urlencoded"], "express.urlencoded()"],
  [["multipart"], "multer or another multipart parser"],
  [["text/*"], "express.text()"],
];
