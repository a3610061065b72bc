import type { Request } from "express";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";
import {
  badRequest,
  errorInfo,
  type FieldViolation,
  help,
  localizedMessage,
  requestInfo,
  retryInfo,
} from "./google-details.ts";

/** The options of `googleApi`. */
export interface GoogleApiOptions {
  /** The `domain` of ErrorInfo: the name of your service, such as `articles.example.com`. */
  readonly domain: string;
  /**
   * The language of the texts, as a tag such as `en-US`, or a function that returns it for a request. With it, the
   * details have a LocalizedMessage. Default: none.
   */
  readonly locale?: string | ((req: Request) => string);
}

/**
 * Creates a serializer that writes the error format of Google's APIs (AIP-193): code, message, status, and the details
 * ErrorInfo, BadRequest (for invalid fields), RetryInfo (with `Retry-After`), Help (for `docs`, or a `type` that is an
 * address), LocalizedMessage (with `locale`) and RequestInfo.
 *
 * @param options The domain of your service, and the language of the texts.
 *
 * @throws {TypeError} If the domain is missing or not a string, if the locale is not a language tag or a function, or if
 *   an option is unknown.
 *
 * @example
 * app.use(errorHandler({ serialize: googleApi({ domain: "articles.example.com" }) }));
 */
export function googleApi(options: GoogleApiOptions): ProblemSerializer {
  checkOptions("googleApi", options, { domain: aDomain, locale: aLocale }, ["domain"]);
  const { domain, locale } = options;

  function toGoogleError(problem: ProblemDetails, req: Request): object {
    const { title, status, detail = title } = problem;
    const details = [
      errorInfo(problem, domain),
      badRequest(problem),
      retryInfo(problem),
      help(problem),
      localizedMessage(detail, typeof locale === "function" ? locale(req) : locale),
      requestInfo(problem),
    ];
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
  readonly error: {
    readonly details: readonly { readonly fieldViolations?: readonly FieldViolation[] }[];
  };
}

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

const aLocale: OptionCheck = [
  'a language tag such as "en-US" or a function that returns one',
  (value) => typeof value === "function" || (typeof value === "string" && /^[\w-]+$/.test(value)),
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
