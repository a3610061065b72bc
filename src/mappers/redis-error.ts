import type { HttpError } from "../errors/http-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { classNameOf } from "./class-name.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { toServerFault } from "./server-fault.ts";
import { fromSocketError } from "./socket-error.ts";
import type { RuleContext } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/** Converts an error of redis or ioredis; returns undefined for every other. */
export function fromRedisError(found: object, context: RuleContext): HttpError | undefined {
  const { thrown } = context;
  const className = classNameOf(found);
  const message = text(found, "message");
  if (text(found, "name") === "ReplyError" || replyClasses.has(className)) {
    return ofReply(firstReply(found) ?? message, thrown);
  }
  // The empty message tells the TimeoutError of redis from others.
  if (className === "TimeoutError" && message === "" && !("code" in found)) {
    return toDependencyError("slow", thrown);
  }
  // undici has a ClientClosedError too, with a code.
  const hasCode = text(found, "code") !== "";
  const failure = hasCode
    ? undefined
    : (classes.get(text(found, "name")) ?? classes.get(className) ?? messages.get(message));
  return failure ? toDependencyError(failure, thrown) : fromSocketError(found, context);
}

/** Converts what the server replied, by its first word, which is a code. */
function ofReply(reply: string, cause: unknown): HttpError {
  const [code = ""] = reply.split(" ", 1);
  const context = { code: /^[A-Z]{2,20}$/.test(code) ? code : "unknown" };
  return unavailable.has(code)
    ? toDependencyError("unavailable", cause, { retryAfter: 2, context })
    : toServerFault(cause, context);
}

/** Returns the message of the first reply that failed in a transaction. */
function firstReply(found: object): string | undefined {
  const replies = tryReadMember(found, "replies");
  const indexes = tryReadMember(found, "errorIndexes");
  if (!Array.isArray(replies) || !Array.isArray(indexes)) return undefined;
  const reply: unknown = replies[Number(indexes[0])];
  return typeof reply === "object" && reply !== null ? text(reply, "message") : undefined;
}

/** The classes of redis; their name is "Error". */
const replyClasses: ReadonlySet<string> = new Set([
  "ErrorReply",
  "SimpleError",
  "BlobError",
  "MultiErrorReply",
]);

/** The replies of a server that cannot serve right now. */
const unavailable: ReadonlySet<string> = new Set([
  "READONLY",
  "LOADING",
  "BUSY",
  "MASTERDOWN",
  "CLUSTERDOWN",
  "TRYAGAIN",
  "MISCONF",
  "NOREPLICAS",
  "OOM",
]);

/** Errors of the clients, by name (ioredis) or class (redis). */
const classes: ReadonlyMap<string, DependencyFailure> = new Map<string, DependencyFailure>([
  ["MaxRetriesPerRequestError", "unavailable"],
  ["ClusterAllFailedError", "unavailable"],
  ["ClientClosedError", "unavailable"],
  ["ClientOfflineError", "unavailable"],
  ["DisconnectsClientError", "unavailable"],
  ["SocketClosedUnexpectedlyError", "unavailable"],
  ["RootNodesUnavailableError", "unavailable"],
  ["ReconnectStrategyError", "unavailable"],
  ["MaxCommandRedirectionsError", "unavailable"],
  ["ConnectionTimeoutError", "slow"],
  ["SocketTimeoutError", "slow"],
  ["SocketTimeoutDuringMaintenanceError", "slow"],
  ["CommandTimeoutDuringMaintenanceError", "slow"],
]);

/** Errors of ioredis without a name of their own, by their exact message. */
const messages: ReadonlyMap<string, DependencyFailure> = new Map<string, DependencyFailure>([
  ["Connection is closed.", "unavailable"],
  ["Stream isn't writeable and enableOfflineQueue options is false", "unavailable"],
  ["Command aborted due to connection close", "unavailable"],
  ["Command timed out", "slow"],
]);
