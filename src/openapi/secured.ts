import type { NextFunction } from "express";
import { asyncHandler } from "../catch/async-handler.ts";
import { checkFunction } from "../misuse/check-function.ts";
import { checkOptions, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { inDevelopment } from "../misuse/development.ts";
import { allowErrors } from "../request/declared-errors.ts";
import { detailsKey, type KeptDetails } from "./kept-details.ts";
import type { ExpressHandler, OperationErrors } from "./operation-handler.ts";
import { readErrors, someErrors } from "./read-errors.ts";

/** The description of a guard. */
export interface SecuredDetails {
  /** The security schemes that the guard checks, by name: `{ bearer: { type: "http", scheme: "bearer" } }`. */
  readonly schemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The scopes that the guard requires, by scheme. Default: none. */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
  /** The errors of the guard, such as `[errors.unauthorized, errors.forbidden]`. Default: errors are not checked. */
  readonly errors?: OperationErrors;
}

/**
 * Describes a guard for `openapi()`, so that every route behind it has its security scheme and its errors, and the
 * document the scheme. The guard stays what it is; what it throws or rejects with reaches `next`, as with `asyncHandler`.
 *
 * @param guard The middleware that lets requests pass.
 * @param details The schemes, the scopes and the errors.
 *
 * @throws {TypeError} If the guard is not a function of at most three parameters, or a member is unknown or has the wrong type, or `scopes` has a scheme that `schemes` does not have.
 *
 * @example
 * const signedIn = secured(checkToken, {
 *   schemes: { bearer: { type: "http", scheme: "bearer" } },
 *   errors: [errors.unauthorized, errors.forbidden],
 * });
 * app.post("/articles", signedIn, validate({ body: Article }), createArticle);
 */
export function secured<Guard extends (...parameters: never[]) => unknown>(
  guard: Guard,
  details: SecuredDetails,
): Guard {
  checkFunction("secured: guard", guard, "Write secured(checkToken, { schemes: { … } })");
  if (guard.length > 3) {
    throw new TypeError(
      `secured: guard has ${guard.length} parameters, so that Express would take it for an error middleware. Write (req, res, next).`,
    );
  }
  checkOptions("secured", details, checks, ["schemes"]);
  const { schemes, scopes = {}, errors } = details;
  checkScopes(schemes, scopes);
  const requirement = Object.fromEntries(
    Object.keys(schemes).map((name) => [name, Object.hasOwn(scopes, name) ? scopes[name] : []]),
  );
  const declared = errors === undefined ? undefined : readErrors("secured", errors);
  const codes = inDevelopment() ? declared?.map(({ code }) => code) : undefined;
  // Express calls it with its own request and response.
  const call = guard as unknown as ExpressHandler;

  function run(req: object, res: unknown, next: NextFunction): unknown {
    if (codes) allowErrors(req, codes);
    return call(req, res, next);
  }
  const kept: KeptDetails = {
    guards: [{ schemes, requirement: requirement as Readonly<Record<string, readonly string[]>> }],
    ...(declared && { errors: declared }),
  };
  const named = Object.defineProperty(run, "name", { value: guard.name });
  const wrapper = asyncHandler<Parameters<ExpressHandler>>(named);
  // It has the parameters of the guard.
  return Object.defineProperty(wrapper, detailsKey, { value: kept }) as unknown as Guard;
}

/** Refuses scopes of a scheme that the guard does not declare, such as a misspelled one: no document would have them. */
function checkScopes(
  schemes: SecuredDetails["schemes"],
  scopes: NonNullable<SecuredDetails["scopes"]>,
): void {
  const unknown = Object.keys(scopes).find((name) => !Object.hasOwn(schemes, name));
  if (unknown === undefined) return;
  const known = Object.keys(schemes).map(describeReceived);
  const others = known.length > 0 ? `Write ${known.join(" or ")}, or add` : "Add";
  throw new TypeError(
    `secured: scopes has the scheme ${describeReceived(unknown)}, which schemes does not have. ${others} the scheme to schemes.`,
  );
}

const checks: Readonly<Record<keyof SecuredDetails, OptionCheck>> = {
  schemes: [
    'an object of security schemes by name such as { bearer: { type: "http", scheme: "bearer" } }',
    (value) => isObject(value) && Object.values(value).every(isObject),
  ],
  scopes: [
    'an object of arrays of scopes by scheme such as { oauth: ["articles:write"] }',
    (value) => isObject(value) && Object.values(value).every(isListOfStrings),
  ],
  errors: someErrors,
};

function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
