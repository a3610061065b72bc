import { builtIn } from "../errors/built-in.ts";
import { statusEntry } from "../errors/status.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import { defineErrors, type ErrorCatalog } from "./define-errors.ts";
import { objectSchema } from "./object-schema.ts";
import { statusErrors, type StatusCodes } from "./status-errors.ts";

/** The statuses of the built-in codes. */
export interface BuiltInStatuses extends StatusCodes {
  /** Depends on the option `validationStatus` of `errorHandler`. */
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

/** The schemas of the built-in codes that have members of their own. */
export interface BuiltInSchemas {
  unauthorized: StandardSchema<Challenge>;
  method_not_allowed: StandardSchema<{ allow: readonly string[] }>;
  proxy_authentication_required: StandardSchema<Challenge>;
  body_too_large: StandardSchema<{ limitBytes?: number }>;
  upgrade_required: StandardSchema<{ protocol: string }>;
}

interface Challenge {
  /** The values of the `WWW-Authenticate` or `Proxy-Authenticate` header. */
  readonly challenge: readonly string[];
}

/**
 * A catalog of the codes that this package sends, and of one code for each 4xx and 5xx status of the IANA registry.
 * Use it to throw errors, to extend your own catalog, and to read responses in a client. `docs/errors.md` describes
 * each code.
 *
 * @example
 * const errors = defineErrors({ article_not_found: { status: 404, title: "Article not found" } }, { extend: builtInErrors });
 */
export const builtInErrors: ErrorCatalog<BuiltInStatuses, BuiltInSchemas> =
  /* @__PURE__ */ defineErrors({
    ...statusErrors,
    validation_failed: {
      ...builtIn.validation_failed,
      description:
        "Fields of the request are invalid. `errors` lists the first 50; if there are more, `errorCount` is their total number. The status is 422 if the server is configured to send it.",
      fix: "Correct the fields that `errors` lists.",
    },
    invalid_json: {
      ...builtIn.invalid_json,
      description: "The body is not valid JSON.",
      fix: "Send valid JSON in UTF-8.",
    },
    unauthorized: {
      status: 401,
      title: statusEntry(401).title,
      data: objectSchema<Challenge>({ challenge: "strings" }, {}, { challenge: ["Bearer"] }),
      headers: ({ challenge }) => ({ "WWW-Authenticate": challenge }),
      description: "The request has no valid credentials.",
      fix: "Log in and send the credentials that `challenge` asks for.",
    },
    route_not_found: {
      ...builtIn.route_not_found,
      description: "No route matches the path.",
      fix: "Check the path against the documentation of the API.",
    },
    method_not_allowed: {
      status: 405,
      title: statusEntry(405).title,
      data: objectSchema<{ allow: readonly string[] }>(
        { allow: "strings" },
        {},
        { allow: ["GET"] },
      ),
      detail: ({ allow }) => `This resource supports ${allow.join(", ")}.`,
      headers: ({ allow }) => ({ Allow: allow.join(", ") }),
      description: "Routes match the path, but none of them supports the method.",
      fix: "Use one of the methods that `allow` lists.",
    },
    proxy_authentication_required: {
      status: 407,
      title: statusEntry(407).title,
      data: objectSchema<Challenge>({ challenge: "strings" }, {}, { challenge: ["Bearer"] }),
      headers: ({ challenge }) => ({ "Proxy-Authenticate": challenge }),
      description: "The proxy needs credentials.",
      fix: "Send the credentials that `challenge` asks for.",
    },
    duplicate: {
      ...builtIn.duplicate,
      description:
        "Sent by the mappers of databases: a value that must be unique already exists. `errors` names the field if it is known.",
      fix: "Choose another value.",
    },
    reference_missing: {
      ...builtIn.reference_missing,
      description:
        "Sent by the mappers of databases: the request refers to something that does not exist. `errors` names the field if it is known.",
      fix: "Refer to something that exists.",
    },
    still_referenced: {
      ...builtIn.still_referenced,
      description:
        "Sent by the mappers of databases: the request would remove or change something that is still referred to.",
      fix: "Remove the references first.",
    },
    body_too_large: {
      ...builtIn.body_too_large,
      data: objectSchema<{ limitBytes?: number }>(
        {},
        { limitBytes: "integer" },
        { limitBytes: 102_400 },
      ),
      detail: ({ limitBytes }) =>
        limitBytes === undefined ? undefined : `The body may not exceed ${limitBytes} bytes.`,
      description:
        "The body is larger than the limit of the body parser, which `limitBytes` states.",
      fix: "Send a smaller body.",
    },
    upgrade_required: {
      status: 426,
      title: statusEntry(426).title,
      data: objectSchema<{ protocol: string }>(
        { protocol: "string" },
        {},
        { protocol: "HTTP/2.0" },
      ),
      headers: ({ protocol }) => ({ Upgrade: protocol }),
      description: "The client has to use another protocol.",
      fix: "Switch to the protocol that `protocol` names.",
    },
    internal_error: {
      ...builtIn.internal_error,
      description:
        "An unexpected error occurred. Apart from the request id and trace id, the response says nothing about it.",
      fix: "Report it to the operator of the server with the `requestId`.",
    },
    deadline_exceeded: {
      ...builtIn.deadline_exceeded,
      description: "The server did not respond within the `timeout` of `requestContext`.",
      fix: "Try again later.",
    },
  });
