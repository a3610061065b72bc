import type { Request } from "express";
import type { Failure } from "../errors/failure.ts";
import type { Truncate } from "../inspect/byte-budget.ts";
import { toRecordedError } from "../inspect/recorded-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { nameOfMapper } from "../normalize/mapper.ts";

/** Why a failure became its problem, in sentences. */
export interface Decision {
  /** The sentence about what recognized the failure. */
  readonly reason: string;
  /** Says how the client would get something else; undefined where nothing has to be said. */
  readonly advice: string | undefined;
  /** The parts of the failure that the client does not get. */
  readonly withheld: readonly string[];
}

/** Explains why a failure became its problem. */
export function explainDecision(failure: Failure, req: Request, truncate: Truncate): Decision {
  const { name } = toRecordedError(failure.thrown, false, truncate);
  return { ...reasonOf(failure, name, req), withheld: withheldOf(failure) };
}

function reasonOf(
  { thrown, error, by }: Failure,
  name: string,
  req: Request,
): Pick<Decision, "reason" | "advice"> {
  const become = `${error.status} ${error.code}`;
  switch (by) {
    case undefined:
      return {
        reason: `Nothing recognized the error: ${name} is not an HttpError, and no mapper knows it. So it became ${become}, and other clients get nothing but that.`,
        advice:
          "If the client should know more, throw an HttpError or an error of your catalog, or add a mapper to the option mappers of errorHandler.",
      };
    case "HttpError":
      return {
        reason: `${name} is an HttpError, so its own status and code are used: ${become}.`,
        advice:
          error.status >= 500 && error.detail === undefined
            ? "The message of a 5xx stays on the server. To send it, pass { expose: true } to the error."
            : undefined,
      };
    case "body-parser":
      return {
        reason: `The body parser refused the request, which became ${become}.`,
        advice: undefined,
      };
    case "router":
      return {
        reason: `The router of Express could not read the path, which became ${become}.`,
        advice: undefined,
      };
    case "http-errors":
      return {
        reason: `${name} is an error of http-errors, whose status is kept: ${become}.`,
        advice: undefined,
      };
    default:
      return {
        reason: `The mapper ${nameOfMapper(by, thrown, req)} recognized ${name} and made it ${become}.`,
        advice: undefined,
      };
  }
}

/** The members of an error, and how a sentence calls them. */
const privateMembers = [
  ["message", "the message"],
  ["stack", "the stack"],
  ["cause", "the cause"],
  ["context", "the context"],
] as const;

function withheldOf({ thrown, error }: Failure): readonly string[] {
  if (typeof thrown !== "object" || thrown === null) return ["the thrown value"];
  return privateMembers.flatMap(([member, phrase]) => {
    const value = tryReadMember(thrown, member);
    const isSent = member === "message" && value === error.detail;
    return value === undefined || value === "" || isSent ? [] : [phrase];
  });
}
