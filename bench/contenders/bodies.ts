import type { Article } from "../articles.ts";

// The floor has no request ids; the same bytes stand for one.
const requestId = "req_0123456789ab1zz9";

/** A field that was refused. */
export interface Field {
  readonly in: "body";
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  readonly params?: unknown;
}

/** Finds what is wrong with a body, without a schema. */
export function check(body: unknown): Field[] {
  const errors: Field[] = [];
  const { title, content, tags } = body as Partial<Article>;
  if (typeof title !== "string") errors.push(required("#/title"));
  else if (title.length === 0) errors.push(tooShort("#/title"));
  if (typeof content !== "string") errors.push(required("#/content"));
  else if (content.length === 0) errors.push(tooShort("#/content"));
  if (!Array.isArray(tags)) {
    errors.push(required("#/tags"));
    return errors;
  }
  tags.forEach((tag: unknown, index) => {
    if (typeof tag !== "string" || tag.length === 0) errors.push(tooShort(`#/tags/${index}`));
  });
  return errors;
}

/** The body for a refused body. */
export function invalid(errors: readonly Field[]): object {
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

/** The body for an article that is not there. */
export function notFound(detail: string): object {
  return {
    type: "/problems/not_found",
    title: "Not found",
    status: 404,
    code: "not_found",
    detail,
    requestId,
  };
}

/** The body for a bug. */
export function internal(): object {
  return {
    type: "/problems/internal_error",
    title: "Internal server error",
    status: 500,
    code: "internal_error",
    detail: "Something went wrong on our side. Quote the request id if you contact us.",
    requestId,
  };
}

/** The body for a path without a route. */
export function routeNotFound(): object {
  return {
    type: "/problems/route_not_found",
    title: "Route not found",
    status: 404,
    code: "route_not_found",
    detail: "No route matches this path.",
    requestId,
  };
}

/** The body for JSON that cannot be parsed. */
export function invalidJson(): object {
  return {
    type: "/problems/invalid_json",
    title: "Invalid JSON",
    status: 400,
    code: "invalid_json",
    detail: "The body is not valid JSON.",
    requestId,
  };
}

function required(pointer: string): Field {
  return { in: "body", pointer, code: "required", detail: "is required" };
}

function tooShort(pointer: string): Field {
  const detail = "must have at least 1 character";
  return { in: "body", pointer, code: "too_short", detail, params: { minimum: 1 } };
}
