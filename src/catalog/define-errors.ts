import {
  aTypeBase,
  checkOptions,
  describeReceived,
  isObject,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import { checkSpec } from "./check-spec.ts";
import { type AnyErrorFactory, errorFactory, type ErrorFactory } from "./error-factory.ts";
import type { AnyErrorSpec, DeclarationCheck, ErrorSpec, InputOf, OutputOf } from "./error-spec.ts";
import { snapshot } from "./snapshot.ts";

/** A factory for each code, and `snapshot()`. Frozen; its keys are the codes. */
export type ErrorCatalog<Statuses, Schemas> = AnyErrorCatalog & {
  readonly [Code in keyof Statuses & string]: ErrorFactory<
    Code,
    Statuses[Code] & number,
    Code extends keyof Schemas ? InputOf<Schemas[Code]> : undefined,
    Code extends keyof Schemas ? OutputOf<Schemas[Code]> : undefined
  >;
};

/** What every catalog can do. */
export interface AnyErrorCatalog {
  /**
   * Writes codes, statuses, titles and members as sorted JSON. Kept in a file by a snapshot test, it shows any change
   * that breaks a client.
   *
   * @example
   * await expect(errors.lock()).toMatchFileSnapshot("errors.snapshot.json");
   */
  snapshot(): string;
}

/** What `defineErrors` can be told besides the declarations. */
export interface DefineErrorsOptions<Extended> {
  /** What `type` begins with; the code follows. Default: the `typeBase` of the error handler. */
  readonly typeBase?: string;
  /**
   * A catalog whose codes the new one has too, for instance `builtInErrors` of `express-backstop/catalog`.
   * Default: none.
   */
  readonly extend?: Extended;
  /** Whether its errors have stacks. Default: from 500 up, and below unless NODE_ENV is `production`. */
  readonly stack?: boolean;
}

/**
 * Declares errors once: code, status, title, and the typed members, text and headers of each. Gives a factory for
 * each code, which makes an HttpError to throw and narrows one that was caught. Runs in browsers too.
 *
 * A throw never fails: data that does not fit its schema is left out, status and code stay, and the record names the
 * mistake. Members the schema does not declare never reach the client.
 *
 * @param catalog The declarations by code, `[a-z][a-z0-9_]{2,62}`.
 * @param options The base of `type`, and a catalog to extend.
 *
 * @throws {TypeError} When a code or a declaration is none, a member has a reserved name, the extended catalog has
 * the code already, or a 401, 405, 407 or 426 lacks the header that HTTP demands.
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
        `defineErrors: the extended catalog has ${describeReceived(code)} already. Write another code.`,
      );
    }
    factories[code] = errorFactory(code, spec, options);
  }
  // Not enumerable, so that the keys of a catalog are its codes.
  Object.defineProperty(factories, "snapshot", { value: () => snapshot(factories) });
  // Each factory was made of the declaration that the types speak of.
  return Object.freeze(factories) as unknown as ErrorCatalog<Statuses, Schemas> & Extended;
}

const optionChecks: Readonly<Record<keyof DefineErrorsOptions<unknown>, OptionCheck>> = {
  typeBase: aTypeBase,
  extend: ["a catalog, for instance builtInErrors of express-backstop/catalog", isCatalog],
  stack: trueOrFalse,
};

/** Tells whether a value is what `defineErrors` gave. */
export function isCatalog(value: unknown): value is AnyErrorCatalog {
  return typeof (value as Partial<AnyErrorCatalog> | null | undefined)?.snapshot === "function";
}
