import { toFieldName } from "../errors/json-pointer.ts";
import { isWebAddress } from "../errors/uri.ts";
import type { ProblemDetails } from "../present/problem.ts";

// The messages of google/rpc/error_details.proto, each at most once in one error (AIP-193).

const prefix = "type.googleapis.com/google.rpc.";

/** Returns the code, the domain, and the members that have no place in another detail. */
export function errorInfo(problem: ProblemDetails, domain: string): object {
  const { title: _t, status: _s, code, detail: _d, errors: _e, requestId: _r, ...rest } = problem;
  // All values of metadata are strings, so other values are written as JSON.
  const metadata = Object.entries(rest)
    .filter(hasNoOtherPlace)
    .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
  return {
    "@type": `${prefix}ErrorInfo`,
    reason: code.toUpperCase(),
    domain,
    metadata: Object.fromEntries(metadata),
  };
}

/** Returns false for the members that RetryInfo and Help have. */
function hasNoOtherPlace([name, value]: readonly [string, unknown]): boolean {
  if (name === "retryAfter") return typeof value !== "number";
  return name !== "docs" || !isWebAddress(value);
}

/** An invalid field in a BadRequest. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
  readonly reason: string;
}

/** Returns the invalid fields. */
export function badRequest({ errors }: ProblemDetails): object | undefined {
  if (!errors) return undefined;
  const fieldViolations = errors.map((field): FieldViolation => ({
    field: toFieldName(field),
    description: field.detail,
    reason: field.code.toUpperCase(),
  }));
  return { "@type": `${prefix}BadRequest`, fieldViolations };
}

/** Returns the time to wait before the next attempt, which JSON writes as seconds: `30s`. */
export function retryInfo({ retryAfter }: ProblemDetails): object | undefined {
  if (typeof retryAfter !== "number") return undefined;
  return { "@type": `${prefix}RetryInfo`, retryDelay: `${retryAfter}s` };
}

/** Returns the page about the problem: the one of the guidance, or the type if that is an address. */
export function help({ docs, type, title }: ProblemDetails): object | undefined {
  const url = [docs, type].find(isWebAddress);
  if (url === undefined) return undefined;
  return { "@type": `${prefix}Help`, links: [{ description: title, url }] };
}

/** Returns the text for a person, and its language. */
export function localizedMessage(message: string, locale: string | undefined): object | undefined {
  if (locale === undefined) return undefined;
  return { "@type": `${prefix}LocalizedMessage`, locale, message };
}

/** Returns the id of the request. */
export function requestInfo({ requestId }: ProblemDetails): object | undefined {
  return requestId === undefined ? undefined : { "@type": `${prefix}RequestInfo`, requestId };
}
