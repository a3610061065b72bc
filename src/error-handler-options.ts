import type { Request } from "express";
import type { AnyErrorCatalog } from "./catalog/any-catalog.ts";
import { aDebug, type DebugOptions, readDebug } from "./debug/debug-options.ts";
import { lazyView } from "./debug/lazy-view.ts";
import { defaultTypeBase, aTypeBase } from "./errors/type-base.ts";
import { aValidationStatus, type ValidationStatus } from "./errors/validation-status.ts";
import { aRedaction, type RedactOptions, toRedact } from "./inspect/redact-options.ts";
import type { Redact } from "./inspect/redact.ts";
import type { ProblemTranslator } from "./messages/problem-translator.ts";
import { checkOptions, isFunction, type OptionCheck } from "./misuse/check-options.ts";
import { ownMembers } from "./misuse/read-member.ts";
import type { ErrorMapper } from "./normalize/mapper.ts";
import { aGuidance, toGuidanceCatalog } from "./present/guidance-option.ts";
import { type HtmlRenderer, problemPage } from "./present/html.ts";
import { headerNames } from "./present/kept-headers.ts";
import type { PresentOptions } from "./present/present.ts";
import type { MarkdownRenderer } from "./present/render.ts";
import type { ProblemSerializer } from "./present/serialize.ts";
import { aSerializer } from "./present/serializer-check.ts";
import { printingReporter } from "./report/printing-reporter.ts";
import type { Reporter } from "./report/reporter.ts";
import { aReporter, toReporters } from "./report/reporters.ts";

/** The options of `errorHandler`. */
export interface ErrorHandlerOptions {
  /** Convert the errors of foreign libraries; the first that returns an error wins. Default: none. */
  readonly mappers?: readonly ErrorMapper[];
  /** The beginning of `type`; the code follows it. Default: `/problems/`. */
  readonly typeBase?: string;
  /** Returns the `instance` of a problem, a URI of this one failure (RFC 9457 §3.1.5). Default: no `instance`. */
  readonly instance?: (req: Request, requestId: string) => string;
  /** The status of `validation_failed`. Default: 400. */
  readonly validationStatus?: ValidationStatus;
  /** Converts a problem to another body; see `express-backstop/serializers`. Default: the problem itself. */
  readonly serialize?: ProblemSerializer;
  /**
   * Sends a page to clients whose `Accept` prefers HTML to JSON: true for a plain page, or a function that renders the
   * problem. The function must escape the texts of the problem. The page may have inline styles and loads nothing.
   * Default: false.
   */
  readonly html?: boolean | HtmlRenderer;
  /**
   * Sends Markdown to clients whose `Accept` prefers `text/markdown`: `toMarkdown` of `express-backstop/markdown`, or a
   * function of your own, which must escape the texts of the problem. Default: none.
   */
  readonly markdown?: MarkdownRenderer;
  /**
   * Shows the details of a failure to clients on this machine: browsers get a page, others the error, its stack and its
   * causes as the member `debug`. Refused if NODE_ENV is `production`, unless its options allow it. Default: false.
   */
  readonly debug?: boolean | DebugOptions;
  /**
   * Adds what the client can do next to problems: `retryable`, `category`, and `fix` and `docs` where they are declared.
   * Pass a catalog instead of true for the texts of errors that were not created by a factory of a catalog. Default:
   * true with `markdown`, else false.
   */
  readonly guidance?: boolean | AnyErrorCatalog;
  /**
   * Translates the texts of problems to the language that `Accept-Language` prefers: `translator({ de: german })` of
   * `express-backstop/messages`, or a function of your own. Default: every text stays as it is.
   */
  readonly translate?: ProblemTranslator;
  /**
   * Response headers that stay on a problem if the handler had set them, such as `X-Api-Version`. CORS, cookies,
   * challenges, `Retry-After`, security, rate limit and trace headers always stay; all others are removed. Those of the
   * body, such as `Content-Length`, are refused. Default: none.
   */
  readonly keepHeaders?: readonly string[];
  /**
   * Receives one record for each failure: a reporter, several, or false for none. Default: prints to stderr, at most
   * five failures a second with the same method, status, code and route.
   */
  readonly reporter?: Reporter | readonly Reporter[] | false;
  /**
   * Masks more in records and in `debug` than passwords, tokens, keys and card numbers; false masks nothing.
   * Default: `{}`.
   */
  readonly redact?: RedactOptions | false;
}

/** The options with their defaults. */
export interface ResolvedOptions extends PresentOptions {
  readonly mappers: readonly ErrorMapper[];
  readonly validationStatus: ValidationStatus;
  readonly reporters: readonly Reporter[];
  readonly redact: Redact;
}

/** Checks the options and adds the defaults, once. */
export function resolveOptions(given: ErrorHandlerOptions = {}): ResolvedOptions {
  checkOptions("errorHandler", given, checks);
  const options = ownMembers(given);
  const redact = toRedact("errorHandler", options.redact);
  const debug = readDebug(options.debug);
  return {
    mappers: [...(options.mappers ?? [])],
    typeBase: options.typeBase ?? defaultTypeBase,
    instance: options.instance,
    validationStatus: options.validationStatus ?? 400,
    serialize: options.serialize,
    html: options.html === true ? problemPage : options.html || undefined,
    debug: debug && lazyView(debug, redact),
    markdown: options.markdown,
    guidance: toGuidanceCatalog(options.guidance ?? options.markdown !== undefined),
    translate: options.translate,
    keepHeaders: new Set(options.keepHeaders?.map((name) => name.toLowerCase())),
    reporters: toReporters(options.reporter, printingReporter),
    redact,
  };
}

const checks: Readonly<Record<keyof ErrorHandlerOptions, OptionCheck>> = {
  mappers: [
    "an array of functions, for instance [...recommended()]",
    (value) => Array.isArray(value) && value.every(isFunction),
  ],
  typeBase: aTypeBase,
  instance: ["a function, for instance (req, requestId) => `/failures/${requestId}`", isFunction],
  validationStatus: aValidationStatus,
  serialize: aSerializer,
  html: ["true, false or a function", (value) => typeof value === "boolean" || isFunction(value)],
  debug: aDebug,
  markdown: ["a function, for instance toMarkdown of express-backstop/markdown", isFunction],
  guidance: aGuidance,
  translate: [
    "a function, for instance translator({ de: german }) of express-backstop/messages",
    isFunction,
  ],
  keepHeaders: headerNames,
  reporter: aReporter,
  redact: aRedaction,
};
