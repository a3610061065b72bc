import { toFieldName } from "../errors/json-pointer.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";

/** The options of `googleApi`. */
export interface GoogleApiOptions {
  /** The `domain` of ErrorInfo: the name of your service, such as `articles.example.com`. */
  readonly domain: string;
}

/**
 * Creates a serializer that writes the error format of Google's APIs (AIP-193): code, message, status, and the details
 * ErrorInfo, BadRequest (for invalid fields) and RequestInfo.
 *
 * @param options The domain of your service.
 *
 * @throws {TypeError} If the domain is missing or not a string, or if an option is unknown.
 *
 * @example
 * app.use(errorHandler({ serialize: googleApi({ domain: "articles.example.com" }) }));
 */
export function googleApi(options: GoogleApiOptions): ProblemSerializer {
  checkOptions("googleApi", options, { domain: aDomain }, ["domain"]);
  const { domain } = options;
  function toGoogleError(problem: ProblemDetails): object {
    const { title, status, detail = title } = problem;
    const details = [errorInfo(problem, domain), badRequest(problem), requestInfo(problem)];
    return {
      error: {
        code: status,
        message: detail,
        status: canonicalCodes.get(status) ?? (status < 500 ? "FAILED_PRECONDITION" : "INTERNAL"),
        details: details.filter((entry) => entry !== undefined),
      },
    };
  }
  return Object.assign(toGoogleError, { readFields });
}

interface GoogleError {
  readonly error: { readonly details: readonly { readonly fieldViolations?: FieldViolations }[] };
}

type FieldViolations = readonly Readonly<Record<"field" | "description" | "reason", string>>[];

function readFields({ error }: GoogleError): readonly SerializedField[] {
  return error.details
    .flatMap(({ fieldViolations = [] }) => fieldViolations)
    .map(({ field, description, reason }) => ({
      name: field,
      code: reason.toLowerCase(),
      detail: description,
    }));
}

const aDomain: OptionCheck = [
  'a non-empty string such as "articles.example.com"',
  (value) => typeof value === "string" && value !== "",
];

/** The canonical code of each status. Other statuses are FAILED_PRECONDITION below 500, and INTERNAL otherwise. */
const canonicalCodes: ReadonlyMap<number, string> = new Map([
  [400, "INVALID_ARGUMENT"],
  [401, "UNAUTHENTICATED"],
  [403, "PERMISSION_DENIED"],
  [404, "NOT_FOUND"],
  [409, "ALREADY_EXISTS"], // Not ABORTED, the other code for 409: it tells clients to retry.
  [416, "OUT_OF_RANGE"],
  [422, "INVALID_ARGUMENT"],
  [429, "RESOURCE_EXHAUSTED"],
  [501, "UNIMPLEMENTED"],
  [503, "UNAVAILABLE"],
  [504, "DEADLINE_EXCEEDED"],
]);

const prefix = "type.googleapis.com/google.rpc.";

function errorInfo(problem: ProblemDetails, domain: string): object {
  const { title: _t, status: _s, code, detail: _d, errors: _e, requestId: _r, ...others } = problem;
  // All values of metadata are strings, so other values are written as JSON.
  const metadata = Object.entries(others).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return {
    "@type": `${prefix}ErrorInfo`,
    reason: code.toUpperCase(),
    domain,
    metadata: Object.fromEntries(metadata),
  };
}

function badRequest({ errors }: ProblemDetails): object | undefined {
  if (!errors) return undefined;
  const fieldViolations = errors.map((field) => ({
    field: toFieldName(field),
    description: field.detail,
    reason: field.code.toUpperCase(),
  }));
  return { "@type": `${prefix}BadRequest`, fieldViolations };
}

function requestInfo({ requestId }: ProblemDetails): object | undefined {
  return requestId === undefined ? undefined : { "@type": `${prefix}RequestInfo`, requestId };
}
