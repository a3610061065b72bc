/** What is known of a status class before anything is thrown. */
export interface StatusEntry {
  /** The stable code that errors of this status carry unless they name their own. */
  readonly code: string;
  /** The constant title that goes with the code. */
  readonly title: string;
}

/** The title of every 4xx and 5xx status of the IANA HTTP Status Code Registry (418 is unused there). */
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

const statuses: ReadonlyMap<number, StatusEntry> = new Map(
  Object.entries(titles).map(([status, title]) => [Number(status), toEntry(title)]),
);

const clientError: StatusEntry = toEntry(titles[400]);
const serverError: StatusEntry = toEntry(titles[500]);

/** `Not found` has the code not_found; what nobody expected has the one code that is shorter than its title. */
function toEntry(title: string): StatusEntry {
  const code = title.toLowerCase().replaceAll(" ", "_").replace("internal_server", "internal");
  return { code, title };
}

/** Tells whether a value is the status of an error: an integer from 400 to 599. */
export function isErrorStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
}

/** Returns the entry of a status; one outside the registry borrows that of its class's first (RFC 9110 §15). */
export function statusEntry(status: number): StatusEntry {
  return statuses.get(status) ?? (status < 500 ? clientError : serverError);
}
