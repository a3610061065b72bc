import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { toServerFault } from "./server-fault.ts";
import { fromSocketError } from "./socket-error.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of amqplib. Its codes, such as 404 for a queue that does not exist, are AMQP's and
 * never become the status: they are a 500, and a broker that is down is a 503.
 *
 * @example
 * app.use(errorHandler({ mappers: [amqplib()] }));
 */
export function amqplib(): ErrorMapper {
  return toMapper("amqplib", (found, context) => {
    const { thrown } = context;
    const code = tryReadMember(found, "code");
    if (typeof code === "number" && isReply(found, code)) {
      const reply = { amqpCode: code };
      return outages.has(code)
        ? toDependencyError("unavailable", thrown, { context: reply })
        : toServerFault(thrown, reply);
    }
    // Something was done with a channel or a connection that is closed.
    if (text(found, "stackAtStateChange") !== "") return toDependencyError("unavailable", thrown);
    const message = text(found, "message");
    if (message.startsWith("Handshake terminated by server: ")) {
      return toServerFault(thrown);
    }
    const failure = messages.get(message);
    return failure ? toDependencyError(failure, thrown) : fromSocketError(found, context);
  });
}

/** A channel's reply has the ids of the call; that of a connection has a message of its own. */
function isReply(found: object, code: number): boolean {
  const isOfChannel =
    typeof tryReadMember(found, "classId") === "number" &&
    typeof tryReadMember(found, "methodId") === "number";
  return isOfChannel || text(found, "message").startsWith(`Connection closed: ${code} (`);
}

/** The reply codes of a broker that stops, has no resources left or failed (AMQP 0-9-1, section 1.2). */
const outages: ReadonlySet<number> = new Set([311, 320, 506, 541]);

/** Errors without a code, by their exact message. */
const messages: ReadonlyMap<string, DependencyFailure> = new Map<string, DependencyFailure>([
  ["Channel ended, no reply will be forthcoming", "unavailable"],
  ["channel closed", "unavailable"],
  ["message nacked", "unavailable"],
  ["Heartbeat timeout", "unavailable"],
  ["Unexpected close", "unavailable"],
  ["Socket closed abruptly during opening handshake", "unavailable"],
  ["connect ETIMEDOUT", "slow"],
]);
