import { aTypeBase } from "../errors/type-base.ts";
import { aValidationStatus } from "../errors/validation-status.ts";
import {
  checkOptions,
  isFunction,
  isObject,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { checkSpec } from "./check-spec.ts";
import { type AnyErrorFactory, errorFactory, type ErrorFactory } from "./error-factory.ts";
import type { AnyErrorSpec, DeclarationCheck, ErrorSpec, InputOf, OutputOf } from "./error-spec.ts";
import { snapshot, type SnapshotOptions } from "./snapshot.ts";

/** A catalog: a frozen object with a factory for each code, and `snapshot()`, which is not enumerable. */
export type ErrorCatalog<Statuses, Schemas> = AnyErrorCatalog & {
  readonly [Code in keyof Statuses & string]: ErrorFactory<
    Code,
    Statuses[Code] & number,
    Code extends keyof Schemas ? InputOf<Schemas[Code]> : undefined,
    Code extends keyof Schemas ? OutputOf<Schemas[Code]> : undefined
  >;
};

/** Any catalog, whatever its codes are. */
export interface AnyErrorCatalog {
  /**
   * Returns the codes, statuses, titles and members as sorted JSON. Store it with a
   * snapshot test: a change that can break a client then shows up in a diff.
   *
   * @param options The format of the app's problems, as passed to `errorHandler`.
   *
   * @example
   * await expect(errors.snapshot()).toMatchFileSnapshot("errors.snapshot.json");
   */
  snapshot(options?: SnapshotOptions): string;
}

/** The options of `defineErrors`. */
export interface DefineErrorsOptions<Extended> {
  /** The prefix of `type`; the code follows it. Default: the `typeBase` of `errorHandler`. */
  readonly typeBase?: string;
  /** A catalog whose codes the new catalog includes, such as `builtInErrors`. Default: none. */
  readonly extend?: Extended;
  /** Whether errors have a stack trace. Default: true from status 500 on; below, true unless NODE_ENV is `production`. */
  readonly stack?: boolean;
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
 * the extended catalog already has the code; or if a 401, 405, 407 or 426 does not declare the header that HTTP
 * requires.
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
  options: DefineErrorsOptions<Extended> = {},
): ErrorCatalog<Statuses, Schemas> & Extended {
  checkOptions("defineErrors", options, optionChecks);
  const { extend = {} } = options;
  if (!isObject(catalog)) {
    throw new TypeError(
      `defineErrors: catalog must be an object, got ${describeReceived(catalog)}. Write defineErrors({ article_not_found: { status: 404, title: "Article not found" } }).`,
    );
  }
  const factories: Record<string, AnyErrorFactory> = { ...extend };
  for (const [code, declared] of Object.entries(catalog)) {
    checkSpec(code, declared);
    const spec: AnyErrorSpec = declared;
    if (Object.hasOwn(factories, code)) {
      throw new TypeError(
        `defineErrors: the extended catalog already has the code ${describeReceived(code)}. Write another code.`,
      );
    }
    factories[code] = errorFactory(code, spec, options);
  }
  // Not enumerable, so that the keys of a catalog are its codes.
  Object.defineProperty(factories, "snapshot", {
    value: (snapshotOptions: SnapshotOptions = {}) => {
      checkOptions("snapshot", snapshotOptions, snapshotChecks);
      return snapshot(factories, snapshotOptions);
    },
  });
  // Each factory comes from the declaration that its type is derived from.
  return Object.freeze(factories) as unknown as ErrorCatalog<Statuses, Schemas> & Extended;
}

const snapshotChecks: Readonly<Record<keyof SnapshotOptions, OptionCheck>> = {
  typeBase: aTypeBase,
  validationStatus: aValidationStatus,
  guidance: trueOrFalse,
  serialize: ["a function such as errorEnvelope()", isFunction],
};

const optionChecks: Readonly<Record<keyof DefineErrorsOptions<unknown>, OptionCheck>> = {
  typeBase: aTypeBase,
  extend: ["a catalog such as builtInErrors of express-backstop/catalog", isCatalog],
  stack: trueOrFalse,
};

/** Returns true if a value is a catalog of `defineErrors`. */
export function isCatalog(value: unknown): value is AnyErrorCatalog {
  return typeof (value as Partial<AnyErrorCatalog> | null | undefined)?.snapshot === "function";
}
