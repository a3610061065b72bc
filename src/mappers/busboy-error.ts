import type { Request } from "express";
import { BadRequestError, UnsupportedMediaTypeError } from "../errors/client-errors.ts";
import type { HttpError } from "../errors/http-error.ts";
import type { RuleContext } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/** Converts an error of busboy, by its exact message; returns undefined for every other. */
export function fromBusboyError(
  found: object,
  { thrown, request }: RuleContext,
): HttpError | undefined {
  const message = text(found, "message");
  const contentType = request.headers["content-type"];
  const isUnsupported =
    message === `Unsupported content type: ${contentType}` ||
    (message === "Missing Content-Type" && contentType === undefined);
  if (isUnsupported) {
    return new UnsupportedMediaTypeError("Send a form as multipart/form-data.", { cause: thrown });
  }
  const detail = isForm(request) ? messages.get(message) : undefined;
  return detail === undefined ? undefined : new BadRequestError(detail, { cause: thrown });
}

function isForm(request: Request): boolean {
  const contentType = request.headers["content-type"] ?? "";
  return /^(multipart\/|application\/x-www-form-urlencoded)/i.test(contentType);
}

const malformed = "The form is malformed.";
const incomplete = "The form ended before it was complete.";

const messages: ReadonlyMap<string, string> = new Map([
  ["Unexpected end of form", incomplete],
  ["Unexpected end of file", incomplete],
  ["Request aborted", incomplete],
  ["Request closed", incomplete],
  ["Malformed part header", malformed],
  ["Malformed urlencoded form", malformed],
  ["Malformed content type", malformed],
  ["Multipart: Boundary not found", "The Content-Type of the form has no boundary."],
]);
