import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { toServerFault } from "./server-fault.ts";
import { failureOfCode } from "./system-failure.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of nodemailer. A mail server that is down or refuses a mail for now is a 503, one that
 * refuses it for good a 502, and a password that is wrong or a mail without an address a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [nodemailer()] }));
 */
export function nodemailer(): ErrorMapper {
  return toMapper("nodemailer", (found, { thrown }) => {
    const code = text(found, "code");
    // The command of SMTP, which tells these errors from others with the same code.
    if (!codes.has(code) || text(found, "command") === "") return undefined;
    const reply = tryReadMember(found, "responseCode");
    const smtpStatus = typeof reply === "number" ? reply : undefined;
    const context = { code, ...(smtpStatus !== undefined && { smtpStatus }) };
    const failure = failureOfCode(text(found, "originalCode")) ?? failureOf(code, smtpStatus);
    return failure
      ? toDependencyError(failure, thrown, { context })
      : toServerFault(thrown, context);
  });
}

/** Returns what the reply of the server means (RFC 5321 §4.2.1), or else the code. */
function failureOf(code: string, reply: number | undefined): DependencyFailure | undefined {
  if (reply !== undefined && reply >= 400 && reply < 500) return "busy";
  if (faults.has(code)) return undefined;
  // It is not known whose address is wrong: one that the client gave, or one of the app.
  return reply === undefined ? outages.get(code) : "bad_response";
}

const outages: ReadonlyMap<string, DependencyFailure> = new Map<string, DependencyFailure>([
  ["ECONNECTION", "unavailable"],
  ["EDNS", "unavailable"],
  ["EPROXY", "unavailable"],
  ["ESOCKET", "unavailable"], // by nodemailer 7 and older, which do not keep the code of the socket
  ["ETIMEDOUT", "slow"],
  ["EPROTOCOL", "bad_response"],
  ["ETLS", "bad_response"],
]);

/** The codes of a wrong password or setting. */
const faults: ReadonlySet<string> = new Set(["EAUTH", "ENOAUTH", "EOAUTH2", "ECONFIG"]);

const codes: ReadonlySet<string> = new Set([...outages.keys(), ...faults, "EENVELOPE", "EMESSAGE"]);
