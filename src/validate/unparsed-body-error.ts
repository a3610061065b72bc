import type { Request } from "express";
import { UnsupportedMediaTypeError } from "../errors/client-errors.ts";
import { hasBody, isEmptyBody } from "./request-body.ts";

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
  if (req.readableDidRead || !hasBody(req) || !isEmptyBody(req.body)) return undefined;
  return new UnsupportedMediaTypeError(`Send the body as ${accept.join(" or ")}.`, {
    // RFC 9110 §15.5.16: a 415 response lists the accepted media types in Accept.
    headers: { Accept: accept.join(", ") },
    context: { hint: hint(req) },
  });
}

function hint(req: Request): string {
  const missing = parsers.find(([types]) => req.is([...types]))?.[1];
  if (missing === undefined)
    return "No parser is mounted for the Content-Type of this request, or the request has no Content-Type.";
  const cure = `No parser has read the body. Mount ${missing} before validate, with the types and limits you want.`;
  return req.is("text/plain")
    ? `${cure} A client that means JSON has to say so: fetch sends text/plain without a Content-Type of its own.`
    : cure;
}

const parsers: readonly (readonly [types: readonly string[], middleware: string])[] = [
  [["json", "+json"], "express.json()"],
  [["urlencoded"], "express.urlencoded()"],
  [["multipart"], "multer or another multipart parser"],
  [["*/xml", "+xml"], "express.text() with its type, or a parser of XML,"],
  [["text/*"], "express.text()"],
];
