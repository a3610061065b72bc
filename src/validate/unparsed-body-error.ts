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
    context: { hint: hint(req, accept) },
  });
}

function hint(req: Request, accept: readonly string[]): string {
  // A made-up request, as unit tests have them, need not have the method.
  const known = parsers.find(([types]) => req.is?.([...types]));
  if (known === undefined)
    return "No parser is mounted for the Content-Type of this request, or the request has no Content-Type.";
  const [, sent, parser] = known;
  if (req.is([...accept])) {
    return `No parser has read the body. Mount ${parser} before validate, with the types and limits you want.`;
  }
  const unnamed = defaultTypes.get(sent);
  return [
    `The client sent ${sent}, and this route accepts ${accept.join(" or ")}.`,
    ...(unnamed ? [`${unnamed} sends that unless the client names another Content-Type.`] : []),
    `If clients may send ${sent}, mount ${parser}${sent.startsWith("JSON") ? " with its type" : ""} before validate.`,
  ].join(" ");
}

const parsers: readonly (readonly [types: readonly string[], sent: string, parser: string])[] = [
  [["json", "+json"], "JSON of another type", "express.json()"],
  [["urlencoded"], "a form", "express.urlencoded()"],
  [["multipart"], "multipart data", "multer or another multipart parser"],
  [["*/xml", "+xml"], "XML", "express.text() with its type, or a parser of XML,"],
  [["text/*"], "text", "express.text()"],
];

/** The tools that send a type by themselves, whatever the body is. */
const defaultTypes: ReadonlyMap<string, string> = new Map([
  ["a form", "curl -d"],
  ["text", "fetch"],
]);
