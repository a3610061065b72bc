/**
 * The problems that this package sends. Each is declared only here: the handlers throw them, and `builtInErrors` adds
 * their documentation. The codes and titles of statuses, such as `not_found`, are in `status.ts`.
 */
export const builtIn = {
  validation_failed: { status: 400, title: "Validation failed" },
  invalid_json: {
    status: 400,
    title: "Invalid JSON",
    detail: "The body is not valid JSON.",
  },
  route_not_found: {
    status: 404,
    title: "Route not found",
    detail: "No route matches this path.",
  },
  duplicate: { status: 409, title: "Already exists" },
  reference_missing: { status: 409, title: "Reference missing" },
  still_referenced: { status: 409, title: "Still referenced" },
  body_too_large: { status: 413, title: "Request body too large" },
  internal_error: {
    status: 500,
    title: "Internal server error",
    detail: "Something went wrong on our side. Quote the request id if you contact us.",
  },
  deadline_exceeded: {
    status: 503,
    title: "Deadline exceeded",
    detail: "The server took too long to respond. Try again later.",
  },
} as const;
