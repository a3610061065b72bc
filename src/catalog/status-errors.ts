import { statusEntry } from "../errors/status.ts";
import type { ErrorTexts } from "./error-spec.ts";

/** A declaration without members or headers. */
export type PlainSpec<Status extends number> = ErrorTexts & { readonly status: Status };

/** The code of each IANA status that needs no header and has no members of its own, and its status. */
export interface StatusCodes {
  bad_request: 400;
  payment_required: 402;
  forbidden: 403;
  not_found: 404;
  not_acceptable: 406;
  request_timeout: 408;
  conflict: 409;
  gone: 410;
  length_required: 411;
  precondition_failed: 412;
  content_too_large: 413;
  uri_too_long: 414;
  unsupported_media_type: 415;
  range_not_satisfiable: 416;
  expectation_failed: 417;
  misdirected_request: 421;
  unprocessable_content: 422;
  locked: 423;
  failed_dependency: 424;
  too_early: 425;
  precondition_required: 428;
  too_many_requests: 429;
  request_header_fields_too_large: 431;
  unavailable_for_legal_reasons: 451;
  not_implemented: 501;
  bad_gateway: 502;
  service_unavailable: 503;
  gateway_timeout: 504;
  http_version_not_supported: 505;
  variant_also_negotiates: 506;
  insufficient_storage: 507;
  loop_detected: 508;
  not_extended: 510;
  network_authentication_required: 511;
}

/** The declarations of those codes; errors thrown with a status and without a code carry them. */
export const statusErrors: { readonly [Code in keyof StatusCodes]: PlainSpec<StatusCodes[Code]> } =
  {
    bad_request: of(
      400,
      "The request is malformed in a way no other code names.",
      "Correct the request; `detail` says what is wrong.",
    ),
    payment_required: of(402, "Payment is needed first.", "Pay, then send the request again."),
    forbidden: of(
      403,
      "The caller is known and may not do this.",
      "Ask for the permission, or use another account.",
    ),
    not_found: of(
      404,
      "The path has a route, and what it names is not, or no longer, there.",
      "Check the identifier.",
    ),
    not_acceptable: of(
      406,
      "No representation fits what the client accepts.",
      "Send another `Accept` header, or none.",
    ),
    request_timeout: of(
      408,
      "The request did not arrive in time.",
      "Send it again, on a new connection.",
    ),
    conflict: of(
      409,
      "The request conflicts with the state of the resource.",
      "Read the resource again and decide anew.",
    ),
    gone: of(410, "The resource was removed for good.", "Remove the link."),
    length_required: of(
      411,
      "The request lacks a `Content-Length`.",
      "Send the length of the body.",
    ),
    precondition_failed: of(
      412,
      "A precondition, such as `If-Match`, does not hold: the resource was changed meanwhile.",
      "Read the resource again and decide anew.",
    ),
    content_too_large: of(
      413,
      "The content is larger, or has more parts, than the server accepts.",
      "Send less at once.",
    ),
    uri_too_long: of(
      414,
      "The target is longer than the server accepts.",
      "Move data from the query into a body.",
    ),
    unsupported_media_type: of(
      415,
      "The type, charset or encoding of the body is not supported.",
      "Send JSON in UTF-8; `Accept-Encoding`, where present, lists the encodings.",
    ),
    range_not_satisfiable: of(
      416,
      "No requested range lies inside the resource.",
      "Ask for a range within the length that `Content-Range` names.",
    ),
    expectation_failed: of(
      417,
      "The expectation of the `Expect` header cannot be met.",
      "Send the request without it.",
    ),
    misdirected_request: of(
      421,
      "This server does not answer for that authority.",
      "Send the request on a new connection, to the right host.",
    ),
    unprocessable_content: of(
      422,
      "The content is well-formed and makes no sense.",
      "Correct the content; `detail` says what is wrong.",
    ),
    locked: of(423, "The resource is locked.", "Wait until it is unlocked."),
    failed_dependency: of(
      424,
      "An action this one depends on failed.",
      "See to the other action first.",
    ),
    too_early: of(
      425,
      "The request came in early data and may be a replay.",
      "Send it again after the TLS handshake.",
    ),
    precondition_required: of(
      428,
      "The request must be conditional.",
      "Send `If-Match` with the `ETag` you read.",
    ),
    too_many_requests: of(
      429,
      "The client sent too many requests.",
      "Wait as long as `Retry-After` says.",
    ),
    request_header_fields_too_large: of(
      431,
      "The header fields are too large.",
      "Send fewer or smaller headers, for instance fewer cookies.",
    ),
    unavailable_for_legal_reasons: of(
      451,
      "The law forbids access.",
      "None; a `Link` header may name who demanded it.",
    ),
    not_implemented: of(
      501,
      "The server does not support what the request needs.",
      "None, until the server does.",
    ),
    bad_gateway: of(
      502,
      "An upstream answered with something invalid, or failed.",
      "Try again later.",
    ),
    service_unavailable: of(
      503,
      "The server, or its database, cannot serve right now.",
      "Try again, after as long as `Retry-After` says.",
    ),
    gateway_timeout: of(
      504,
      "An upstream, or the database, did not answer in time.",
      "Try again later.",
    ),
    http_version_not_supported: of(
      505,
      "The HTTP version is not supported.",
      "Use HTTP/1.1 or newer.",
    ),
    variant_also_negotiates: of(
      506,
      "Content negotiation is configured in a circle.",
      "Report it to the operator.",
    ),
    insufficient_storage: of(
      507,
      "There is no room to complete the request.",
      "Free some space, or ask the operator.",
    ),
    loop_detected: of(508, "The request leads into an endless loop.", "Report it to the operator."),
    not_extended: of(
      510,
      "The request lacks an extension the server demands.",
      "Send what the answer names.",
    ),
    network_authentication_required: of(
      511,
      "The client must log in to the network first.",
      "Log in to the network, for instance on its portal page.",
    ),
  };

function of<const Status extends number>(
  status: Status,
  description: string,
  fix: string,
): PlainSpec<Status> {
  return { status, title: statusEntry(status).title, description, fix };
}
