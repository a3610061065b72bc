/** The header that a response of each status must have (RFC 9110 §15.5.2, §15.5.6, §15.5.8, §15.5.22). */
const requiredHeaders = {
  401: "WWW-Authenticate",
  405: "Allow",
  407: "Proxy-Authenticate",
  426: "Upgrade",
} as const;

/** The name of the required header, by status. */
export type RequiredHeaders = typeof requiredHeaders;

/** Returns the name of the header that a status requires, if it is not among the given headers. */
export function missingHeader(status: number, headers: object | undefined): string | undefined {
  if (!requiresHeader(status)) return undefined;
  const required = requiredHeaders[status];
  const present = Object.keys(headers ?? {}).map((name) => name.toLowerCase());
  return present.includes(required.toLowerCase()) ? undefined : required;
}

function requiresHeader(status: number): status is keyof RequiredHeaders {
  return Object.hasOwn(requiredHeaders, status);
}
