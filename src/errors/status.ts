/** The code and the title of a status. */
export interface StatusEntry {
  /** The stable code of errors of this status that do not set their own. */
  readonly code: string;
  /** The title, which is always the same for one code in one language. */
  readonly title: string;
}

/** The title of each 4xx and 5xx status in the IANA HTTP Status Code Registry, which lists 418 as unused. */
const titles = {
  400: "Bad request",
  401: "Unauthorized",
  402: "Payment required",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  407: "Proxy authentication required",
  408: "Request timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length required",
  412: "Precondition failed",
  413: "Content too large",
  414: "URI too long",
  415: "Unsupported media type",
  416: "Range not satisfiable",
  417: "Expectation failed",
  421: "Misdirected request",
  422: "Unprocessable content",
  423: "Locked",
  424: "Failed dependency",
  425: "Too early",
  426: "Upgrade required",
  428: "Precondition required",
  429: "Too many requests",
  431: "Request header fields too large",
  451: "Unavailable for legal reasons",
  500: "Internal server error",
  501: "Not implemented",
  502: "Bad gateway",
  503: "Service unavailable",
  504: "Gateway timeout",
  505: "HTTP version not supported",
  506: "Variant also negotiates",
  507: "Insufficient storage",
  508: "Loop detected",
  510: "Not extended",
  511: "Network authentication required",
} as const;

const statuses: ReadonlyMap<number, StatusEntry> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(titles).map(([status, title]) => [Number(status), toEntry(title)]),
);

const clientError: StatusEntry = /* @__PURE__ */ toEntry(titles[400]);
const serverError: StatusEntry = /* @__PURE__ */ toEntry(titles[500]);

/** Derives the code from the title: `Not found` becomes `not_found`. Only `internal_error` is shorter than its title. */
function toEntry(title: string): StatusEntry {
  const code = title.toLowerCase().replaceAll(" ", "_").replace("internal_server", "internal");
  return { code, title };
}

/** Returns true if a value is an error status: an integer from 400 to 599. */
export function isErrorStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
}

/** Returns the code and title of a status. An unregistered status has those of 400 or 500 (RFC 9110 §15). */
export function statusEntry(status: number): StatusEntry {
  return statuses.get(status) ?? (status < 500 ? clientError : serverError);
}
