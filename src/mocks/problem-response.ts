import type { Request as ExpressRequest } from "express";
import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { type ErrorHeaders, type HttpError, isHttpError } from "../errors/http-error.ts";
import { Mishaps } from "../errors/mishaps.ts";
import { fromHttpError, internalError, type PublicError } from "../errors/public-error.ts";
import { aTypeBase, defaultTypeBase } from "../errors/type-base.ts";
import { typeOf } from "../errors/uri.ts";
import {
  aValidationStatus,
  sentStatus,
  type ValidationStatus,
} from "../errors/validation-status.ts";
import type { ProblemTranslator } from "../messages/problem-translator.ts";
import { checkOptions, isFunction, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { boundMembers } from "../present/bound-members.ts";
import { aGuidance, toGuidanceCatalog } from "../present/guidance-option.ts";
import { toGuidance } from "../present/guidance.ts";
import { headerNames } from "../present/kept-headers.ts";
import { type ProblemDetails, toProblem } from "../present/problem.ts";
import { repeatedHeader, repeatingMember, retryAfterOf } from "../present/repeated-header.ts";
import { type ProblemSerializer, toBody } from "../present/serialize.ts";
import { translateProblem } from "../present/translate.ts";
import { addErrorHeaders, earlierHeaders, errorHeaderLines } from "./error-headers.ts";
import { mockRequestId } from "./mock-request-id.ts";
import { vary } from "./vary.ts";

/** The options of `problemResponse`: those of the server's `errorHandler`, and what belongs to one request. */
export interface ProblemResponseOptions {
  /** The beginning of `type`, as passed to `errorHandler`. Default: `/problems/`. */
  readonly typeBase?: string;
  /** The status of `validation_failed`, as passed to `errorHandler`. Default: 400. */
  readonly validationStatus?: ValidationStatus;
  /** The guidance, as passed to `errorHandler`. Default: false. */
  readonly guidance?: boolean | AnyErrorCatalog;
  /** The translator, as passed to `errorHandler`. It reads `accept-language` of `requestHeaders`. Default: none. */
  readonly translate?: ProblemTranslator;
  /** The format of the body, as passed to `errorHandler`. It gets a request that has only `method`, `url` and `headers`. Default: the problem itself. */
  readonly serialize?: ((problem: ProblemDetails, req: never) => unknown) & {
    readonly contentType?: string;
  };
  /** The method of the request. Default: `GET`. */
  readonly method?: string;
  /** The path of the request, which some serializers send. Default: `/`. */
  readonly path?: string;
  /** The headers of the request, by names in lower case, such as `idempotency-key`. Default: none. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  /** The id of the request. Default: the `X-Request-Id` of `headers` or of `requestHeaders`, or else `req_mock`. */
  readonly requestId?: string;
  /** Headers that the app sets before the failure, such as CORS. Those that the server drops are dropped. Default: none. */
  readonly headers?: ErrorHeaders;
  /** The names of further `headers` that stay, as passed to `errorHandler`. Default: none. */
  readonly keepHeaders?: readonly string[];
}

/**
 * Creates the response with which a server would respond to an error, byte for byte, for the mocks of a front end. The
 * headers of the connection and of Express itself are not in it. Works in browsers.
 *
 * @param error An error, or the factory of a declared one.
 * @param rest The data for the factory, then the options of the server's `errorHandler`; for an error, only the options.
 *
 * @throws {TypeError} If the first argument is neither an error nor a factory, or an option is invalid.
 *
 * @example
 * http.get("/articles/:id", ({ params }) => problemResponse(errors.article_not_found, { articleId: String(params.id) }));
 */
export function problemResponse<Factory extends (data: never) => HttpError>(
  error: Factory,
  ...rest: undefined extends Parameters<Factory>[0]
    ? [data?: Parameters<Factory>[0], options?: ProblemResponseOptions]
    : [data: Parameters<Factory>[0], options?: ProblemResponseOptions]
): Response;
export function problemResponse(
  error: HttpError,
  ...rest: [options?: ProblemResponseOptions]
): Response;
export function problemResponse(
  given: HttpError | ((data: never) => HttpError),
  ...rest: readonly unknown[]
): Response {
  const isFactory = typeof given === "function";
  const error: unknown = isFactory ? Reflect.apply(given, undefined, [rest[0]]) : given;
  const options = rest[isFactory ? 1 : 0] ?? {};
  if (!isHttpError(error)) {
    throw new TypeError(
      `problemResponse: error must be a declared error or an HttpError, got ${describeReceived(error)}. Write problemResponse(errors.article_not_found, { articleId: "7" }).`,
    );
  }
  checkOptions("problemResponse", options, checks);
  return toResponse(error, options);
}

function toResponse(thrown: HttpError, options: ProblemResponseOptions): Response {
  const { typeBase = defaultTypeBase, method = "GET", path = "/" } = options;
  const requestId = options.requestId ?? mockRequestId(options.headers, options.requestHeaders);
  const found = fromHttpError(thrown) ?? internalError;
  const error: PublicError = { ...found, status: sentStatus(found, options.validationStatus) };
  const mishaps = new Mishaps();
  // The parts of a request that the renderers read.
  const req = { method, url: path, headers: options.requestHeaders ?? {} } as ExpressRequest;
  const earlier = earlierHeaders(options.headers, options.keepHeaders);
  const catalog = toGuidanceCatalog(options.guidance ?? false);
  const linesOf = (name: string): readonly string[] | undefined =>
    errorHeaderLines(error.headers, earlier, name);
  const repeated = repeatedHeader(error);
  const failure = { thrown, error, requestId, traceId: undefined, mishaps };
  const problem = toProblem(error, typeBase, {
    requestId,
    traceId: undefined,
    instance: error.instance,
    retryAfter: retryAfterOf(linesOf("retry-after")),
    guidance: catalog && toGuidance(failure, typeOf(error, typeBase), req, catalog),
    repeated: repeated && repeatingMember(repeated, linesOf(repeated.header)),
    mishaps,
  });
  const { translate } = options;
  const accept = options.requestHeaders?.["accept-language"];
  const language = translate && translateProblem(problem, failure, accept, translate);
  if (options.serialize) boundMembers(problem, mishaps);
  // A serializer that reads more of the request fails here, as a mock cannot have it.
  const { body, contentType } = toBody(
    problem,
    req,
    options.serialize as ProblemSerializer,
    mishaps,
  );
  // In the order of the server, where the error has the last word.
  const headers = new Headers();
  for (const [name, lines] of earlier) {
    headers.delete(name);
    for (const line of lines) headers.append(name, line);
  }
  headers.set("Content-Type", contentType);
  headers.set("Cache-Control", "no-store");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Request-Id", requestId);
  if (language !== undefined) headers.set("Content-Language", language);
  addErrorHeaders(headers, error.headers);
  if (language !== undefined) vary(headers, "Accept-Language");
  // Node announces no length of a body that it does not send.
  if (method === "HEAD") headers.delete("Content-Length");
  else headers.set("Content-Length", String(new TextEncoder().encode(body).byteLength));
  return new Response(method === "HEAD" ? null : body, { status: error.status, headers });
}

const aText: OptionCheck = [
  "a non-empty string",
  (value) => typeof value === "string" && value !== "",
];

const checks: Readonly<Record<keyof ProblemResponseOptions, OptionCheck>> = {
  typeBase: aTypeBase,
  validationStatus: aValidationStatus,
  guidance: aGuidance,
  translate: ["a function", isFunction],
  serialize: ["a function", isFunction],
  method: aText,
  path: aText,
  requestHeaders: ["an object of headers by name", isObject],
  requestId: aText,
  headers: ["an object of headers by name", isObject],
  keepHeaders: headerNames,
};
