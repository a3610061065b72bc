import { isCode } from "../errors/check-error.ts";
import { aTypeBase } from "../errors/type-base.ts";
import { isLanguageTag } from "../messages/language-tag.ts";
import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { type AnyErrorCatalog, isCatalog } from "./any-catalog.ts";
import { nameByCode } from "./catalog-error.ts";
import { checkHistory } from "./check-history.ts";
import { checkSpec } from "./check-spec.ts";
import { checkTypes } from "./check-types.ts";
import { type AnyErrorFactory, errorFactory, type ErrorFactory } from "./error-factory.ts";
import type { AnyErrorSpec, DeclarationCheck, ErrorSpec, InputOf, OutputOf } from "./error-spec.ts";
import {
  type AnyTranslations,
  checkTranslations,
  type ErrorTranslations,
  languagesOf,
} from "./error-translations.ts";
import { toCatalog } from "./to-catalog.ts";

/** A catalog: a frozen object with a factory for each code, and `snapshot()`, which is not enumerable. */
export type ErrorCatalog<Statuses, Schemas> = AnyErrorCatalog & {
  readonly [Code in keyof Statuses & string]: ErrorFactory<
    Code,
    Statuses[Code] & number,
    Code extends keyof Schemas ? InputOf<Schemas[Code]> : undefined,
    Code extends keyof Schemas ? OutputOf<Schemas[Code]> : undefined
  >;
};

/** The options of `defineErrors`. */
export interface DefineErrorsOptions<Extended, Statuses = unknown, Schemas = unknown> {
  /** The prefix of `type`; the code follows it. Default: the `typeBase` of `errorHandler`. */
  readonly typeBase?: string;
  /** A catalog whose codes the new catalog includes, such as `builtInErrors`. Default: none. */
  readonly extend?: Extended;
  /** Whether errors have a stack trace. Default: true from status 500 on; below, true unless NODE_ENV is `production`. */
  readonly stack?: boolean;
  /** The beginning that each code of this catalog must have, such as `billing_`, so that the codes of teams differ. Default: none. */
  readonly prefix?: string;
  /** The language of the declared texts. Default: `en`. */
  readonly language?: string;
  /**
   * The texts in other languages, by language tag and code: `{ de: { article_not_found: { title, detail } } }`. Each
   * language needs every code that the catalog declares, but not those that it extends. `errorHandler` sends them with its
   * option `translate`. Default: none.
   */
  readonly languages?: Readonly<Record<string, ErrorTranslations<Statuses, Schemas>>>;
}

/**
 * Creates a catalog: a factory for each declared code. A factory creates an HttpError to throw, and its method `is()`
 * recognizes one that was caught. Also works in browsers.
 *
 * Calling a factory never throws. If the data does not fit the schema, the error has its status and code but no data,
 * and the report names the mistake. Members that the schema does not declare are never sent to the client.
 *
 * @param catalog The declarations, by code. A code must match `[a-z][a-z0-9_]{2,62}`.
 * @param options The prefix of `type`, a catalog to extend, and whether errors have a stack trace.
 *
 * @throws {TypeError} If a code, a declaration or an option is invalid; if a member of the data has a reserved name; if
 * the extended catalog already has the code or a code lacks the prefix; if two codes have the same whole `type`; if
 * `replacedBy` is not another code of the catalog; if a 401, 405, 407 or 426 does not declare the header that HTTP
 * requires; or if a language lacks a text.
 *
 * @example
 * const errors = defineErrors({
 *   article_not_found: {
 *     status: 404,
 *     title: "Article not found",
 *     data: z.object({ articleId: z.string() }),
 *     detail: (data) => `There is no article with id ${data.articleId}.`,
 *   },
 * });
 * throw errors.article_not_found({ articleId }, { cause: error });
 */
export function defineErrors<
  const Statuses extends Readonly<Record<string, number>>,
  Schemas extends Readonly<Record<keyof Statuses, unknown>>,
  Extended extends AnyErrorCatalog = AnyErrorCatalog,
>(
  catalog: {
    readonly [Code in keyof Statuses]: { readonly status: Statuses[Code] } & DeclarationCheck<
      Code,
      Statuses[Code],
      keyof Extended
    >;
  } & {
    readonly [Code in keyof Schemas]: ErrorSpec<
      Code extends keyof Statuses ? Statuses[Code] : never,
      Schemas[Code]
    >;
  },
  options: DefineErrorsOptions<Extended, NoInfer<Statuses>, NoInfer<Schemas>> = {},
): ErrorCatalog<Statuses, Schemas> & Extended {
  checkOptions("defineErrors", options, optionChecks);
  const { extend = {} } = options;
  if (!isObject(catalog)) {
    throw new TypeError(
      `defineErrors: catalog must be an object, got ${describeReceived(catalog)}. Write defineErrors({ article_not_found: { status: 404, title: "Article not found" } }).`,
    );
  }
  const specs: Record<string, AnyErrorSpec> = {};
  for (const [code, declared] of Object.entries(catalog)) {
    checkSpec(code, declared);
    if (Object.hasOwn(extend, code)) {
      throw new TypeError(
        `defineErrors: the extended catalog already has the code ${describeReceived(code)}. Write another code.`,
      );
    }
    specs[code] = declared;
  }
  const { language = "en", prefix = "" } = options;
  checkHistory(specs, { ...extend, ...specs }, prefix);
  // checkTranslations makes sure that it has these texts.
  const languages = (options.languages ?? {}) as AnyTranslations;
  checkTranslations(languages, specs);
  nameByCode();
  const factories: Record<string, AnyErrorFactory> = { ...extend };
  for (const [code, spec] of Object.entries(specs)) {
    factories[code] = errorFactory(code, spec, options, languagesOf(code, language, languages));
  }
  checkTypes(factories);
  // Each factory comes from the declaration that its type is derived from.
  return toCatalog(factories) as ErrorCatalog<Statuses, Schemas> & Extended;
}

const optionChecks: Readonly<Record<keyof DefineErrorsOptions<unknown>, OptionCheck>> = {
  typeBase: aTypeBase,
  extend: ["a catalog such as builtInErrors of express-backstop/catalog", isCatalog],
  stack: trueOrFalse,
  prefix: ['a beginning of codes, of three characters or more, such as "billing_"', isCode],
  language: ['a language tag such as "en"', isLanguageTag],
  languages: ["an object of texts by language tag and code", isObject],
};
