import type { Request } from "express";
import { UnsupportedMediaTypeError } from "../errors/client-errors.ts";

/**
 * Gives the 415 for a request whose body no parser has read, with the media types that would have been; undefined
 * when there is a parsed body, or none at all. Which middleware is missing goes to the record, not to the client.
 */
export function unparsedBodyError(
  req: Request,
  accept: readonly string[],
): UnsupportedMediaTypeError | undefined {
  if (req.readableDidRead || !hasBody(req) || !isEmpty(req.body)) return undefined;
  return new UnsupportedMediaTypeError(`Send the body as ${accept.join(" or ")}.`, {
    // RFC 9110 §15.5.16: Accept in a 415 says which media types would have been taken.
    headers: { Accept: accept.join(", ") },
    context: { hint: hint(req) },
  });
}

/** RFC 9112 §6.3: a request has a body when one of two headers says so. */
function hasBody(req: Request): boolean {
  return (
    req.headers["transfer-encoding"] !== undefined || Number(req.headers["content-length"]) > 0
  );
}

/** What Express leaves where no parser ran: undefined, or, in Express 4, an empty object. */
function isEmpty(body: unknown): boolean {
  return (
    body === undefined ||
    (typeof body === "object" && body !== null && Object.keys(body).length === 0)
  );
}

function hint(req: Request): string {
  const missing = parsers.find(([types]) => req.is([...types]))?.[1];
  return missing === undefined
    ? "No parser is mounted for the Content-Type of this request, or it has none."
    : `No parser has read the body. Mount ${missing} before validate, with the types and limits you want.`;
}

const parsers: readonly (readonly [types: readonly string[], middleware: string])[] = [
  [["json", "+json"], "express.json()"],
  [["urlencoded"], "express.urlencoded()"],
  [["multipart"], "multer or another multipart parser"],
  [["text/*"], "express.text()"],
];
