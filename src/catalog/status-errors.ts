import { statusEntry } from "../errors/status.ts";
import type { ErrorTexts } from "./error-spec.ts";

/**
 * Status, description and fix of the code of each IANA status that requires no header and has no members of its own.
 * An error that is thrown with a status and without a code has the code of its status.
 */
const table = {
  bad_request: [
    400,
    "The request is malformed in a way that no other code describes.",
    "Correct the request; `detail` says what is wrong.",
  ],
  payment_required: [402, "The client has to pay first.", "Pay, then send the request again."],
  forbidden: [
    403,
    "The client is not allowed to do this.",
    "Ask for permission, or use another account.",
  ],
  not_found: [
    404,
    "A route matches the path, but the resource does not exist or no longer exists.",
    "Check the identifier.",
  ],
  not_acceptable: [
    406,
    "The server has no representation that the client accepts.",
    "Change or remove the `Accept` header.",
  ],
  request_timeout: [
    408,
    "The request did not arrive in time.",
    "Send the request again on a new connection.",
  ],
  conflict: [
    409,
    "The request conflicts with the current state of the resource.",
    "Read the resource again, then decide whether to send a new request.",
  ],
  gone: [410, "The resource was removed permanently.", "Remove links to the resource."],
  length_required: [
    411,
    "The request has no `Content-Length` header.",
    "Send the length of the body.",
  ],
  precondition_failed: [
    412,
    "A precondition such as `If-Match` is false: the resource has changed in the meantime.",
    "Read the resource again, then decide whether to send a new request.",
  ],
  content_too_large: [
    413,
    "The body is larger, or has more parts, than the server accepts.",
    "Send less in one request.",
  ],
  uri_too_long: [
    414,
    "The URL is longer than the server accepts.",
    "Move data from the query to a request body.",
  ],
  unsupported_media_type: [
    415,
    "The server does not support the media type, charset or encoding of the body.",
    "Send JSON in UTF-8. If the response has an `Accept-Encoding` header, it lists the supported encodings.",
  ],
  range_not_satisfiable: [
    416,
    "None of the requested ranges is inside the resource.",
    "Request a range within the length that `Content-Range` states.",
  ],
  expectation_failed: [
    417,
    "The server cannot meet the `Expect` header.",
    "Send the request without the `Expect` header.",
  ],
  misdirected_request: [
    421,
    "This server is not responsible for the host of the request.",
    "Send the request to the right host on a new connection.",
  ],
  unprocessable_content: [
    422,
    "The body is well-formed, but its content cannot be processed.",
    "Correct the content; `detail` says what is wrong.",
  ],
  locked: [423, "The resource is locked.", "Wait until the resource is unlocked."],
  failed_dependency: [
    424,
    "Another action, which this one depends on, failed.",
    "Make the other action succeed first.",
  ],
  too_early: [
    425,
    "The request arrived as TLS early data and may be a replay.",
    "Send the request again after the TLS handshake.",
  ],
  precondition_required: [
    428,
    "The request must have a precondition.",
    "Send `If-Match` with the `ETag` that you read.",
  ],
  too_many_requests: [
    429,
    "The client sent too many requests.",
    "Wait for the time that `Retry-After` states.",
  ],
  request_header_fields_too_large: [
    431,
    "The headers of the request are too large.",
    "Send fewer or smaller headers, for example fewer cookies.",
  ],
  unavailable_for_legal_reasons: [
    451,
    "Access is denied because of a legal demand.",
    "Nothing. A `Link` header may name who blocks the resource.",
  ],
  not_implemented: [
    501,
    "The server does not support what the request needs.",
    "Nothing until the server supports it.",
  ],
  bad_gateway: [502, "An upstream server failed or sent an invalid response.", "Try again later."],
  service_unavailable: [
    503,
    "The server or its database cannot handle the request right now.",
    "Try again after the time that `Retry-After` states.",
  ],
  gateway_timeout: [
    504,
    "An upstream server or the database did not respond in time.",
    "Try again later.",
  ],
  http_version_not_supported: [
    505,
    "The server does not support the HTTP version of the request.",
    "Use HTTP/1.1 or later.",
  ],
  variant_also_negotiates: [
    506,
    "Content negotiation is configured in a circle.",
    "Report it to the operator of the server.",
  ],
  insufficient_storage: [
    507,
    "The server has no space left to complete the request.",
    "Free some space, or ask the operator of the server to.",
  ],
  loop_detected: [
    508,
    "The server found an infinite loop while it processed the request.",
    "Report it to the operator of the server.",
  ],
  not_extended: [
    510,
    "The request lacks an extension that the server requires.",
    "Send the extension that the response names.",
  ],
  network_authentication_required: [
    511,
    "The client has to log in to the network first.",
    "Log in to the network, for example on its portal page.",
  ],
} as const;

/** The status of each of these codes. */
export type StatusCodes = { readonly [Code in keyof typeof table]: (typeof table)[Code][0] };

/** The declarations of these codes, for `defineErrors`. */
export const statusErrors = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ Object.entries(table).map(([code, [status, description, fix]]) => [
    code,
    { status, title: statusEntry(status).title, description, fix },
  ]),
  // The keys and statuses are those of the table.
) as { readonly [Code in keyof StatusCodes]: ErrorTexts & { readonly status: StatusCodes[Code] } };
