import type { HttpError } from "../errors/http-error.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toBearerError } from "./bearer-error.ts";
import { toDependencyError } from "./dependency-error.ts";
import { type JwtFailure, readJwtFailure } from "./jwt-failure.ts";
import { readTokens } from "./request-tokens.ts";
import { toServerFault } from "./server-fault.ts";
import { type RuleContext, toMapper } from "./to-mapper.ts";

/** The options of `jwt()`. */
export interface JwtMapperOptions {
  /** The realm of the challenge, such as `api`, in printable ASCII without quotes. Default: none. */
  readonly realm?: string;
}

/**
 * Creates a mapper for the errors of jsonwebtoken, jose, express-jwt and express-oauth2-jwt-bearer. A token of this
 * request that is not valid is a 401 with a challenge. A token that does not come from this request, and a key that is
 * missing or wrong, are a 500; keys that cannot be loaded are a 503.
 *
 * @param options The realm of the challenge.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [jwt({ realm: "api" })] }));
 */
export function jwt(options: JwtMapperOptions = {}): ErrorMapper {
  checkOptions("jwt", options, checks);
  const { realm } = { __proto__: null, ...options } as JwtMapperOptions;
  return toMapper("jwt", (found, context) => {
    const failure = readJwtFailure(found);
    return failure && toResponse(failure, context, realm);
  });
}

function toResponse(
  failure: JwtFailure,
  { thrown, request }: RuleContext,
  realm: string | undefined,
): HttpError {
  const { kind, code } = failure;
  const context = code === "" ? undefined : { code };
  if (kind === "fault") return toServerFault(thrown, context);
  if (kind === "keys_unavailable") return toDependencyError("unavailable", thrown, { context });
  return failure.isOfMiddleware || isOfRequest(failure, request)
    ? toBearerError(kind, thrown, { realm, context })
    : toServerFault(thrown, { ...context, tokenOfRequest: false });
}

/** Returns true if the request has the token that the error is about, as far as the error tells. */
function isOfRequest(failure: JwtFailure, request: RuleContext["request"]): boolean {
  const { hasCredentials, tokens } = readTokens(request);
  const { kind, claims, isHeader } = failure;
  if (kind === "missing") return !hasCredentials;
  if (isHeader) return tokens.some(({ header }) => header && isHeader(header));
  if (claims) {
    const { name, isValue } = claims;
    return tokens.some((token) => token.claims && isValue(tryReadMember(token.claims, name)));
  }
  return failure.isMalformed ? hasCredentials : tokens.length > 0;
}

const checks: Readonly<Record<keyof JwtMapperOptions, OptionCheck>> = {
  realm: [
    "a text of printable ASCII without quotes and backslashes",
    (value) => typeof value === "string" && /^[ !#-[\]-~]{1,200}$/.test(value),
  ],
};
