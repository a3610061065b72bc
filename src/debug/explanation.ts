import type { Request } from "express";
import type { Failure } from "../errors/failure.ts";
import { appsAround } from "../express/layers.ts";
import { type ChainStep, middlewareChain } from "../express/middleware-chain.ts";
import { pathOf } from "../express/request-path.ts";
import { byteBudget, type Truncate } from "../inspect/byte-budget.ts";
import { causesOf, toRecordedError } from "../inspect/recorded-error.ts";
import type { Redact } from "../inspect/redact.ts";
import { toJsonValue } from "../inspect/to-json-value.ts";
import { errorText } from "../report/error-text.ts";
import { failedHandler } from "../report/failed-handler.ts";
import { contextOf } from "../report/record.ts";
import { declaredErrors } from "../request/declared-errors.ts";
import { scopeOf } from "../request/request-scope.ts";
import { originOf, routeOf } from "../request/route.ts";
import { type Decision, explainDecision } from "./decision.ts";
import { type RequestFacts, requestFacts } from "./request-facts.ts";
import { type SourceLine, sourceExcerpt } from "./source-excerpt.ts";
import { sourceRedactor } from "./source-redactor.ts";
import { readFrames, type StackFrame } from "./stack-frames.ts";

/** An error with the source that it comes from. */
export interface ExplainedError {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly frames: readonly StackFrame[];
  /** The frame that the excerpt shows: the first of the app. */
  readonly origin: StackFrame | undefined;
  readonly excerpt: readonly SourceLine[];
}

/** Everything that a developer wants to know of a failure. Its texts are masked and bounded. */
export interface Explanation {
  readonly decision: Decision;
  /** The error that was thrown, then its causes. */
  readonly errors: readonly ExplainedError[];
  /** The errors of other parts that failed while the failure was handled. */
  readonly alsoFailed: readonly ExplainedError[];
  /** The facts of `addContext` and of the error; undefined if there are none. */
  readonly context: unknown;
  readonly route: string | undefined;
  readonly handler: string | undefined;
  readonly request: RequestFacts;
  readonly chain: readonly ChainStep[];
  /** The codes that the operation of the route declares; undefined if it declares none. */
  readonly declared: readonly string[] | undefined;
}

/**
 * Explains a failure. May throw where a member of the error or of the request throws.
 *
 * @param redact Masks secrets, those of the request included.
 */
export function explain(failure: Failure, req: Request, redact: Redact): Explanation {
  const { thrown, mapped, mishaps } = failure;
  const truncate = byteBudget(maximumBytes, redact);
  const truncateSource = byteBudget(maximumBytes, sourceRedactor(redact));
  const toExplained = (error: unknown) => explainError(error, truncate, truncateSource);
  const context = contextOf(mapped ?? thrown, scopeOf(req));
  const { route } = originOf(req) ?? req;
  return {
    decision: explainDecision(failure, req, truncate),
    errors: failure.quotesRequest
      ? [withWordsOf(failure, toExplained(thrown))]
      : [thrown, ...causesOf(thrown)].map(toExplained),
    alsoFailed: mishaps.errors.slice(0, maximumAlsoFailed).map(toExplained),
    context: context === undefined ? undefined : toJsonValue(context, truncate),
    route: routeOf(req),
    handler: failedHandler(req, req.method, errorText(thrown, "stack")) || undefined,
    request: requestFacts(req, truncate),
    chain: middlewareChain(
      appsAround(req.app).at(-1),
      pathOf(req.originalUrl),
      req.method.toLowerCase(),
      route,
    ),
    declared: declaredErrors(req),
  };
}

const maximumBytes = 200_000;
const maximumAlsoFailed = 3;
const maximumFrames = 30;

/** Where the words of an error may quote the request, as those of JSON.parse, the words for the client take their place. */
function withWordsOf({ error }: Failure, explained: ExplainedError): ExplainedError {
  return { ...explained, message: error.detail ?? error.title };
}

function explainError(
  thrown: unknown,
  truncate: Truncate,
  truncateSource: Truncate,
): ExplainedError {
  const { name, message, code } = toRecordedError(thrown, false, truncate);
  const frames = readFrames(errorText(thrown, "stack"), errorText(thrown, "message"))
    .slice(0, maximumFrames)
    .map(({ text, place, isApp }) => ({ text: truncate(text, 500), place, isApp }));
  const origin = frames.find(({ isApp }) => isApp);
  const excerpt = origin?.place ? sourceExcerpt(origin.place) : [];
  return {
    name,
    message,
    code,
    frames,
    origin,
    excerpt: excerpt.map(({ number, text, isCurrent }) => ({
      number,
      text: truncateSource(text, 200),
      isCurrent,
    })),
  };
}
