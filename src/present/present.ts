import type { Request, Response } from "express";
import type { Failure, ResponseOutcome } from "../errors/failure.ts";
import { typeOf } from "../errors/uri.ts";
import { byteBudget } from "../inspect/byte-budget.ts";
import { toRecordedError } from "../inspect/recorded-error.ts";
import type { ProblemTranslator } from "../messages/problem-translator.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { discardPromise } from "../misuse/discard-promise.ts";
import { finishesByItself } from "../request/response-end.ts";
import { boundMembers } from "./bound-members.ts";
import type { DeveloperView } from "./developer-view.ts";
import { endStream } from "./end-stream.ts";
import { type GuidanceCatalog, toGuidance } from "./guidance.ts";
import { linesToSend } from "./headers.ts";
import { type ProblemDetails, toProblem } from "./problem.ts";
import { render, type RenderOptions } from "./render.ts";
import { repeatedHeader, repeatingMember, retryAfterOf } from "./repeated-header.ts";
import { responseState } from "./response-state.ts";
import { send } from "./send.ts";
import { type Rendering, toBody } from "./serialize.ts";
import { translateProblem } from "./translate.ts";

/** The options of the body. */
export interface PresentOptions extends RenderOptions {
  readonly typeBase: string;
  readonly instance: ((req: Request, requestId: string) => string) | undefined;
  readonly debug: DeveloperView | undefined;
  /** Whether problems have guidance; the catalog whose texts errors without texts of their own get. */
  readonly guidance?: GuidanceCatalog | undefined;
  readonly translate?: ProblemTranslator | undefined;
  readonly keepHeaders: ReadonlySet<string>;
}

/** Ends the response as far as its state allows. The only writer of a response; never throws. */
export function present(
  failure: Failure,
  req: Request,
  res: Response,
  options: PresentOptions,
): ResponseOutcome | Promise<ResponseOutcome> {
  const { error, requestId, mishaps } = failure;
  try {
    const state = responseState(res);
    // The keep-alive connection belongs to the next request.
    if (state === "finished") return "late";
    if (state === "gone") return "client_gone";
    if (state === "ending") return presentOnceKnown(failure, req, res, options);
    if (state === "streaming") {
      presentInStream(failure, req, res, options);
      return "truncated";
    }
    const rendering = toRendering(failure, req, res, options);
    const { status, headers } = error;
    const { keepHeaders } = options;
    send(req, res, { status, headers, requestId, keepHeaders, mishaps }, rendering);
    return "sent";
  } catch (mishap) {
    // A hook of another middleware threw while the response was written. A part of it must not look whole.
    mishaps.add(mishap);
    mishaps.attempt(() => res.destroy());
    return "truncated";
  }
}

/** Returns the problem of one of several failures that a response has, and its body as plain data. Never throws. */
export function toPresented(
  failure: Failure,
  req: Request,
  res: Response,
  options: PresentOptions,
): { readonly problem: ProblemDetails; readonly body: unknown } {
  const { problem, language } = problemOf(failure, req, res, options);
  // The response may have begun.
  if (language !== undefined) failure.mishaps.attempt(() => res.vary("Accept-Language"));
  const { body } = toBody(problem, req, options.serialize, failure.mishaps);
  return { problem, body: JSON.parse(body) as unknown };
}

async function presentOnceKnown(
  failure: Failure,
  req: Request,
  res: Response,
  options: PresentOptions,
): Promise<ResponseOutcome> {
  if (await finishesByItself(res)) return "late";
  if (responseState(res) === "gone") return "client_gone";
  try {
    presentInStream(failure, req, res, options);
  } catch (mishap) {
    failure.mishaps.add(mishap);
    failure.mishaps.attempt(() => res.destroy());
  }
  return "truncated";
}

/** The format of a response that has begun was chosen with its head. */
function presentInStream(
  failure: Failure,
  req: Request,
  res: Response,
  options: PresentOptions,
): void {
  const { problem } = problemOf(failure, req, res, options);
  const view = viewFor(failure, req, options);
  if (view) addDebug(problem, failure, req, view);
  endStream(res, toBody(problem, req, options.serialize, failure.mishaps).body);
}

function toRendering(
  failure: Failure,
  req: Request,
  res: Response,
  options: PresentOptions,
): Rendering {
  const { mishaps } = failure;
  const { problem, language } = problemOf(failure, req, res, options);
  const view = viewFor(failure, req, options);
  if (!view) return inLanguage(render(problem, req, options, mishaps, language), language);
  const page = mishaps.attempt(() => view.render(failure, problem, req, options.serialize));
  if (page) return inLanguage(page, language);
  addDebug(problem, failure, req, view);
  const rendering = render(problem, req, options, mishaps, language);
  return { ...inLanguage(rendering, language), negotiated: true };
}

/** Adds a language to a rendering. Most apps have none, and then nothing is copied. */
function inLanguage(rendering: Rendering, language: string | undefined): Rendering {
  return language === undefined ? rendering : { ...rendering, language };
}

/** Returns the view of the option `debug` if the client may see the details. */
function viewFor(
  { mishaps }: Failure,
  req: Request,
  { debug }: PresentOptions,
): DeveloperView | undefined {
  return debug && mishaps.attempt(() => debug.admits(req)) ? debug : undefined;
}

function addDebug(
  problem: ProblemDetails,
  { thrown, error, quotesRequest, mishaps }: Failure,
  req: Request,
  view: DeveloperView,
): void {
  problem.debug = mishaps.attempt(() => {
    const truncate = byteBudget(undefined, view.redactor(req));
    const details = toRecordedError(thrown, !quotesRequest, truncate);
    return quotesRequest ? { ...details, message: error.detail ?? error.title } : details;
  });
}

function problemOf(
  failure: Failure,
  req: Request,
  res: Response,
  { typeBase, instance, guidance, translate, serialize, html, markdown }: PresentOptions,
): { readonly problem: ProblemDetails; readonly language: string | undefined } {
  const { error, requestId, traceId, mishaps } = failure;
  const uri =
    error.instance ?? (instance && mishaps.attempt(() => toInstance(instance(req, requestId))));
  const { headers } = error;
  const repeated = repeatedHeader(error);
  const problem = toProblem(error, typeBase, {
    requestId,
    traceId,
    instance: uri,
    retryAfter: retryAfterOf(linesToSend(res, headers, "retry-after")),
    guidance: guidance && toGuidance(failure, typeOf(error, typeBase), req, guidance),
    repeated: repeated && repeatingMember(repeated, linesToSend(res, headers, repeated.header)),
    mishaps,
  });
  const language =
    translate && translateProblem(problem, failure, req.headers["accept-language"], translate);
  // Without a renderer, the length of the serialized text decides.
  if (serialize || html || markdown) boundMembers(problem, mishaps);
  return { problem, language };
}

function toInstance(uri: unknown): string {
  if (typeof uri === "string") return uri;
  discardPromise(uri);
  throw new TypeError(`instance must return a string, got ${describeReceived(uri)}`);
}
