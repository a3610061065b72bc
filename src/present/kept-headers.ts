import type { OptionCheck } from "../misuse/check-options.ts";

/**
 * Returns true if a header that the app had set stays on a problem.
 *
 * @param name The name in lower case.
 * @param keptByApp Names in lower case that the app keeps beside those of the lists below.
 */
export function isKeptHeader(name: string, keptByApp: ReadonlySet<string> | undefined): boolean {
  return kept.has(name) || keptByApp?.has(name) || keptPattern.test(name);
}

/** The check of the option `keepHeaders`. */
export const headerNames: OptionCheck = [
  'an array of names such as "X-Api-Version", without headers of the body',
  (value) =>
    Array.isArray(value) && value.every((name) => typeof name === "string" && keepable.test(name)),
];

/**
 * Of the names that HTTP does not allow, it refuses those that people write; and those that are about the abandoned
 * body: with a wrong Content-Length, for instance, the client could not read the problem.
 */
const keepable = /^(?!content-(?:encoding|length|range)$|(?:transfer-encoding|trailer)$)[^\s:,]+$/i;

/**
 * The headers of an abandoned response that stay on its problem: those that are about the connection, the server, the
 * client or the request, and not about the response that the handler had in mind. Every other header is dropped: a proxy
 * would obey `X-Accel-Redirect`, a cache `Surrogate-Control`, a browser `Refresh`.
 */
const kept: ReadonlySet<string> = new Set([
  // Connection and server (RFC 9110 §6.6, §7.6, RFC 7838).
  "alt-svc",
  "connection",
  "date",
  "keep-alive",
  "server",
  "via",
  "x-powered-by",
  // What the client may do next (RFC 9110 §10.2, §11.6, RFC 8594, RFC 9745).
  "allow",
  "deprecation",
  "proxy-authenticate",
  "retry-after",
  "sunset",
  "upgrade",
  "www-authenticate",
  // Cookies, negotiation and client hints (RFC 6265, RFC 9110 §12.5.5, RFC 8942).
  "accept-ch",
  "critical-ch",
  "set-cookie",
  "vary",
  // Browser security, as helmet sets it.
  "expect-ct",
  "nel",
  "origin-agent-cluster",
  "report-to",
  "reporting-endpoints",
  "strict-transport-security",
  "x-content-type-options",
  "x-dns-prefetch-control",
  "x-download-options",
  "x-frame-options",
  "x-robots-tag",
  "x-xss-protection",
  // Ids, traces and timings.
  "baggage",
  "server-timing",
  "timing-allow-origin",
  "x-correlation-id",
  "x-request-id",
  "x-response-time",
  "x-runtime",
]);

/** CORS, cross-origin isolation, rate limits, traces, policies of browsers. */
const keptPattern =
  /^(?:access-control-|cross-origin-|(?:x-)?rate-?limit|trace(?:parent|response|state)$|x-b3-)|-trace-(?:context|id)$|-polic(?:y|ies)(?:-report-only)?$/;
