import type { StandardSchema } from "../schema/standard-schema.ts";
import { defineErrors, type ErrorCatalog } from "./define-errors.ts";
import { objectSchema } from "./object-schema.ts";
import { statusErrors, type StatusCodes } from "./status-errors.ts";

/** The statuses of the codes that the toolkit itself sends. */
export interface BuiltInStatuses extends StatusCodes {
  /** As the server is configured. */
  validation_failed: 400 | 422;
  invalid_json: 400;
  unauthorized: 401;
  route_not_found: 404;
  method_not_allowed: 405;
  proxy_authentication_required: 407;
  duplicate: 409;
  reference_missing: 409;
  still_referenced: 409;
  body_too_large: 413;
  upgrade_required: 426;
  internal_error: 500;
  deadline_exceeded: 503;
}

/** The members of those that have some. */
export interface BuiltInSchemas {
  unauthorized: StandardSchema<Challenge>;
  method_not_allowed: StandardSchema<{ allow: readonly string[] }>;
  proxy_authentication_required: StandardSchema<Challenge>;
  body_too_large: StandardSchema<{ limitBytes?: number }>;
  upgrade_required: StandardSchema<{ protocol: string }>;
}

interface Challenge {
  /** The challenges of the `WWW-Authenticate` or `Proxy-Authenticate` header. */
  readonly challenge: readonly string[];
}

/**
 * The codes that the toolkit itself sends and one for each IANA status, as an ordinary catalog: to throw, to
 * extend, to read answers with. `docs/errors.md` has a heading for each.
 *
 * @example
 * const errors = defineErrors({ article_not_found: { status: 404, title: "Article not found" } }, { extend: builtInErrors });
 */
export const builtInErrors: ErrorCatalog<BuiltInStatuses, BuiltInSchemas> = defineErrors({
  ...statusErrors,
  validation_failed: {
    status: 400,
    title: "Validation failed",
    description:
      "Fields of the request break a rule; `errors` names each, and `errorCount` counts them when there are more than 50. The status is 422 where the server is configured so.",
    fix: "Correct the fields that `errors` names.",
  },
  invalid_json: {
    status: 400,
    title: "Invalid JSON",
    detail: "The body is not valid JSON.",
    description: "The body is not JSON.",
    fix: "Send valid JSON in UTF-8.",
  },
  unauthorized: {
    status: 401,
    title: "Unauthorized",
    data: objectSchema<Challenge>({ challenge: "strings" }),
    headers: ({ challenge }) => ({ "WWW-Authenticate": challenge }),
    description: "The request lacks valid credentials.",
    fix: "Log in, and send the credentials that `challenge` asks for.",
  },
  route_not_found: {
    status: 404,
    title: "Route not found",
    detail: "No route matches this path.",
    description: "No route has this path.",
    fix: "Check the path against the documentation of the API.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    data: objectSchema<{ allow: readonly string[] }>({ allow: "strings" }),
    detail: ({ allow }) => `This resource supports ${allow.join(", ")}.`,
    headers: ({ allow }) => ({ Allow: allow.join(", ") }),
    description: "The path has routes for other methods only.",
    fix: "Use a method that `allow` lists.",
  },
  proxy_authentication_required: {
    status: 407,
    title: "Proxy authentication required",
    data: objectSchema<Challenge>({ challenge: "strings" }),
    headers: ({ challenge }) => ({ "Proxy-Authenticate": challenge }),
    description: "The proxy wants credentials.",
    fix: "Send the credentials that `challenge` asks for.",
  },
  duplicate: {
    status: 409,
    title: "Already exists",
    description:
      "`postgres()`: a value that must be unique is taken; `errors` names the field where it can.",
    fix: "Choose another value.",
  },
  reference_missing: {
    status: 409,
    title: "Reference missing",
    description:
      "`postgres()`: what the request refers to does not exist; `errors` names the field where it can.",
    fix: "Refer to something that exists.",
  },
  still_referenced: {
    status: 409,
    title: "Still referenced",
    description:
      "`postgres()`: something else still refers to what the request would remove or change.",
    fix: "Remove what refers to it first.",
  },
  body_too_large: {
    status: 413,
    title: "Request body too large",
    data: objectSchema<{ limitBytes?: number }>({}, { limitBytes: "integer" }),
    detail: ({ limitBytes }) =>
      limitBytes === undefined ? undefined : `The body may not exceed ${limitBytes} bytes.`,
    description: "The body exceeds the limit of its parser, which is `limitBytes`.",
    fix: "Send a smaller body.",
  },
  upgrade_required: {
    status: 426,
    title: "Upgrade required",
    data: objectSchema<{ protocol: string }>({ protocol: "string" }),
    headers: ({ protocol }) => ({ Upgrade: protocol }),
    description: "Another protocol is needed.",
    fix: "Switch to the protocol that `protocol` names.",
  },
  internal_error: {
    status: 500,
    title: "Internal server error",
    detail: "Something went wrong on our side. Quote the request id if you contact us.",
    description: "Anything nobody recognized failed; only its ids leave the server.",
    fix: "Report it with its `requestId`.",
  },
  deadline_exceeded: {
    status: 503,
    title: "Deadline exceeded",
    detail: "The server took too long to answer. Try again later.",
    description: "The request had no answer within the `timeout` of `requestContext`.",
    fix: "Try again later.",
  },
});
