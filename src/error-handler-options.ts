import {
  aTypeBase,
  aValidationStatus,
  checkOptions,
  isFunction,
  type OptionCheck,
  trueOrFalse,
} from "./misuse/check-options.ts";
import type { ErrorMapper } from "./normalize/mapper.ts";
import { type HtmlRenderer, problemPage } from "./present/html.ts";
import type { ProblemSerializer } from "./present/serialize.ts";
import { consoleReporter } from "./report/console.ts";
import type { Reporter } from "./report/record.ts";

/** What users may set. */
export interface ErrorHandlerOptions {
  /** Recognize the errors of foreign libraries; the first answer wins. Default: none. */
  readonly mappers?: readonly ErrorMapper[];
  /** What `type` begins with; the code follows. Default: `/problems/`. */
  readonly typeBase?: string;
  /** The status of `validation_failed`. Default: 400. */
  readonly validationStatus?: 400 | 422;
  /** Makes another body of the problem, after masking; see `express-backstop/serializers`. Default: the problem itself. */
  readonly serialize?: ProblemSerializer;
  /**
   * Sends a page to clients whose Accept puts HTML before JSON: true for a plain one, or a function that makes it of
   * the problem and escapes what it takes. The page may have inline styles and loads nothing. Default: false.
   */
  readonly html?: boolean | HtmlRenderer;
  /** Adds the error, its stack and causes to the answer as `debug`; never in production. Default: false. */
  readonly debug?: boolean;
  /** Receives one record for each failure; false for silence. Default: prints to stderr, ten alike in a second at most. */
  readonly reporter?: Reporter | false;
  /** Called with each record after the reporter, for metrics or an error tracker. Default: none. */
  readonly onReport?: Reporter;
}

/** The options with their defaults. */
export interface ResolvedOptions {
  readonly mappers: readonly ErrorMapper[];
  readonly typeBase: string;
  readonly validationStatus: 400 | 422;
  readonly serialize: ProblemSerializer | undefined;
  readonly html: HtmlRenderer | undefined;
  readonly debug: boolean;
  readonly reporters: readonly Reporter[];
}

/** Checks the options and fills in the defaults, once. */
export function resolveOptions(options: ErrorHandlerOptions): ResolvedOptions {
  checkOptions("errorHandler", options, checks);
  const reporter = options.reporter ?? consoleReporter();
  return {
    mappers: [...(options.mappers ?? [])],
    typeBase: options.typeBase ?? "/problems/",
    validationStatus: options.validationStatus ?? 400,
    serialize: options.serialize,
    html: options.html === true ? problemPage : options.html || undefined,
    debug: options.debug ?? false,
    reporters: [
      ...(reporter === false ? [] : [reporter]),
      ...(options.onReport ? [options.onReport] : []),
    ],
  };
}

const mediaType = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w.-]+)*$/;

const checks: Readonly<Record<keyof ErrorHandlerOptions, OptionCheck>> = {
  mappers: [
    "an array of functions, for instance [postgres()]",
    (value) => Array.isArray(value) && value.every(isFunction),
  ],
  typeBase: aTypeBase,
  validationStatus: aValidationStatus,
  serialize: [
    "a function whose contentType, if it has one, is a media type",
    (value) =>
      typeof value === "function" &&
      (!("contentType" in value) || mediaType.test(String(value.contentType))),
  ],
  html: ["true, false or a function", (value) => typeof value === "boolean" || isFunction(value)],
  debug: trueOrFalse,
  reporter: ["a function or false", (value) => value === false || isFunction(value)],
  onReport: ["a function", isFunction],
};
