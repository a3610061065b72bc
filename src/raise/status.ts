/** What is known of a status class before anything is thrown. */
export interface StatusEntry {
  /** The stable code that errors of this status carry unless they name their own. */
  readonly code: string;
  /** The constant title that goes with the code. */
  readonly title: string;
}

/** Every 4xx and 5xx status of the IANA HTTP Status Code Registry (418 is unused there), with its code and title. */
export const statuses: ReadonlyMap<number, StatusEntry> = new Map<number, StatusEntry>([
  [400, { code: "bad_request", title: "Bad request" }],
  [401, { code: "unauthorized", title: "Unauthorized" }],
  [402, { code: "payment_required", title: "Payment required" }],
  [403, { code: "forbidden", title: "Forbidden" }],
  [404, { code: "not_found", title: "Not found" }],
  [405, { code: "method_not_allowed", title: "Method not allowed" }],
  [406, { code: "not_acceptable", title: "Not acceptable" }],
  [407, { code: "proxy_authentication_required", title: "Proxy authentication required" }],
  [408, { code: "request_timeout", title: "Request timeout" }],
  [409, { code: "conflict", title: "Conflict" }],
  [410, { code: "gone", title: "Gone" }],
  [411, { code: "length_required", title: "Length required" }],
  [412, { code: "precondition_failed", title: "Precondition failed" }],
  [413, { code: "content_too_large", title: "Content too large" }],
  [414, { code: "uri_too_long", title: "URI too long" }],
  [415, { code: "unsupported_media_type", title: "Unsupported media type" }],
  [416, { code: "range_not_satisfiable", title: "Range not satisfiable" }],
  [417, { code: "expectation_failed", title: "Expectation failed" }],
  [421, { code: "misdirected_request", title: "Misdirected request" }],
  [422, { code: "unprocessable_content", title: "Unprocessable content" }],
  [423, { code: "locked", title: "Locked" }],
  [424, { code: "failed_dependency", title: "Failed dependency" }],
  [425, { code: "too_early", title: "Too early" }],
  [426, { code: "upgrade_required", title: "Upgrade required" }],
  [428, { code: "precondition_required", title: "Precondition required" }],
  [429, { code: "too_many_requests", title: "Too many requests" }],
  [431, { code: "request_header_fields_too_large", title: "Request header fields too large" }],
  [451, { code: "unavailable_for_legal_reasons", title: "Unavailable for legal reasons" }],
  [500, { code: "internal_error", title: "Internal server error" }],
  [501, { code: "not_implemented", title: "Not implemented" }],
  [502, { code: "bad_gateway", title: "Bad gateway" }],
  [503, { code: "service_unavailable", title: "Service unavailable" }],
  [504, { code: "gateway_timeout", title: "Gateway timeout" }],
  [505, { code: "http_version_not_supported", title: "HTTP version not supported" }],
  [506, { code: "variant_also_negotiates", title: "Variant also negotiates" }],
  [507, { code: "insufficient_storage", title: "Insufficient storage" }],
  [508, { code: "loop_detected", title: "Loop detected" }],
  [510, { code: "not_extended", title: "Not extended" }],
  [511, { code: "network_authentication_required", title: "Network authentication required" }],
]);

/** Tells whether a value is the status of an error: an integer from 400 to 599. */
export function isErrorStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
}

/** Returns the entry of a status; one outside the registry borrows that of its class's first (RFC 9110 §15). */
export function statusEntry(status: number): StatusEntry {
  return statuses.get(status) ?? (status < 500 ? clientError : serverError);
}

const clientError: StatusEntry = { code: "bad_request", title: "Bad request" };
const serverError: StatusEntry = { code: "internal_error", title: "Internal server error" };
