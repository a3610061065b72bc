import { ConflictError, PreconditionFailedError } from "../errors/client-errors.ts";
import type { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromAbort } from "./aborted.ts";
import { toDependencyError } from "./dependency-error.ts";
import { readResponse } from "./http-response.ts";
import { toServerFault } from "./server-fault.ts";
import { failureOfCode } from "./system-failure.ts";
import { type RuleContext, toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the errors of the AWS SDK 3, which it recognizes by `$metadata`. Refused credentials are a 500,
 * throttling a 503, a condition of a write that no longer holds a 409, and everything else that AWS refuses a 502.
 *
 * @example
 * app.use(errorHandler({ mappers: [aws()] }));
 */
export function aws(): ErrorMapper {
  return toMapper("aws", (found, context) => {
    const metadata = tryReadMember(found, "$metadata");
    if (typeof metadata === "object" && metadata !== null) {
      return fromService(found, metadata, context);
    }
    // Thrown before a request is sent.
    return text(found, "name") === "CredentialsProviderError"
      ? toServerFault(context.thrown)
      : undefined;
  });
}

function fromService(found: object, metadata: object, context: RuleContext): HttpError {
  const { thrown, request } = context;
  const name = text(found, "name");
  if (throttling.has(name)) return toDependencyError("busy", thrown, { context: { name } });
  if (refusals.has(name)) return toServerFault(thrown, { name });
  if (failedConditions.has(name)) {
    const isConditional = request.headers["if-match"] !== undefined;
    const ConditionError = isConditional ? PreconditionFailedError : ConflictError;
    return new ConditionError("The entry was changed in the meantime. Load it again.", {
      cause: thrown,
      context: { name },
    });
  }
  const status = tryReadMember(metadata, "httpStatusCode");
  if (typeof status === "number") {
    return fromUpstreamResponse(status, readHeaders(found), thrown);
  }
  const failure = failureOfCode(text(found, "code"));
  if (failure) return toDependencyError(failure, thrown);
  const abort = fromAbort(found, context);
  if (abort) return abort;
  return toDependencyError(name === "TimeoutError" ? "slow" : "bad_response", thrown);
}

function readHeaders(found: object): unknown {
  const response = tryReadMember(found, "$response");
  return readResponse({ response })?.headers;
}

const throttling: ReadonlySet<string> = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "ProvisionedThroughputExceededException",
  "TransactionInProgressException",
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "SlowDown",
  "EC2ThrottledException",
]);

/** AWS refuses our credentials, or what they are used for. */
const refusals: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

/** A condition that the app put on its write does not hold. */
const failedConditions: ReadonlySet<string> = new Set([
  "ConditionalCheckFailedException",
  "PreconditionFailed",
]);
