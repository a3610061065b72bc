import { BadRequestError, PaymentRequiredError } from "../errors/client-errors.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { toDependencyError } from "./dependency-error.ts";
import { toServerFault } from "./server-fault.ts";
import { type Rule, toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the errors of stripe. A declined card is a 402 with the decline code, a webhook whose signature
 * does not fit a 400, a wrong key of ours a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [stripe()] }));
 */
export function stripe(): ErrorMapper {
  return toMapper("stripe", (found, context) => rules.get(text(found, "type"))?.(found, context));
}

const fault: Rule = (_found, { thrown }) => toServerFault(thrown);

const response: Rule = (found, { thrown }) => {
  const status = tryReadMember(found, "statusCode");
  return typeof status === "number"
    ? fromUpstreamResponse(status, tryReadMember(found, "headers"), thrown)
    : toDependencyError("bad_response", thrown);
};

const connection: Rule = (found, { thrown }) => {
  // The error of the socket is in `detail`.
  const detail = tryReadMember(found, "detail");
  const code = typeof detail === "object" && detail !== null ? text(detail, "code") : "";
  const isSlow = code === "ETIMEDOUT" || text(found, "message").startsWith("Request aborted due");
  return toDependencyError(isSlow ? "slow" : "unavailable", thrown);
};

const declined: Rule = (found, { thrown }) => {
  const code = text(found, "decline_code");
  return new PaymentRequiredError("The card was declined.", {
    code: "card_declined",
    title: "Card declined",
    cause: thrown,
    // A code of Stripe's public list, such as insufficient_funds, which does not tell of fraud.
    ...(publicDeclines.has(code) && { extensions: { declineCode: code } }),
    context: { declineCode: code },
  });
};

const badSignature: Rule = (_found, { thrown, request }) =>
  // Only a request that has the header of a webhook may be at fault.
  request.headers["stripe-signature"] === undefined
    ? toServerFault(thrown)
    : new BadRequestError("The signature of the webhook is not valid.", {
        code: "invalid_signature",
        title: "Invalid signature",
        cause: thrown,
      });

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["StripeCardError", declined],
  ["StripeSignatureVerificationError", badSignature],
  ["StripeAuthenticationError", fault],
  ["StripePermissionError", fault],
  ["StripeRateLimitError", (_found, { thrown }) => toDependencyError("busy", thrown)],
  ["StripeConnectionError", connection],
  ["StripeAPIError", response],
  ["StripeIdempotencyError", response],
  ["StripeInvalidRequestError", response],
  ["StripeInvalidGrantError", response],
  ["StripeUnknownError", response],
]);

/** The decline codes that Stripe allows to tell the customer; of lost_card, stolen_card and fraud it says not to. */
const publicDeclines: ReadonlySet<string> = new Set([
  "approve_with_id",
  "authentication_required",
  "call_issuer",
  "card_not_supported",
  "card_velocity_exceeded",
  "currency_not_supported",
  "expired_card",
  "generic_decline",
  "incorrect_cvc",
  "incorrect_number",
  "incorrect_zip",
  "insufficient_funds",
  "invalid_cvc",
  "invalid_expiry_month",
  "invalid_expiry_year",
  "invalid_number",
  "issuer_not_available",
  "processing_error",
  "try_again_later",
  "withdrawal_count_limit_exceeded",
]);
