import { tryReadMember } from "../misuse/read-member.ts";
import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { text } from "./unwrap-errors.ts";
import { toText } from "./walk-values.ts";

/** Returns what an error of the MongoDB driver says; undefined for any other error. */
export function readMongoFailure(found: object): DatabaseFailure | undefined {
  const name = text(found, "name");
  if (!/^Mongo[A-Za-z]*Error$/.test(name)) return undefined;
  const code = tryReadMember(found, "code");
  const byCode = typeof code === "number" ? kinds.get(code) : undefined;
  if (byCode === undefined || typeof code !== "number") {
    const kind = names.get(name);
    return kind && { kind, code: name };
  }
  const failure = { kind: byCode, code, quotesValues: true };
  if (byCode === "check") return { ...failure, constraint: "validator" };
  return byCode === "duplicate" ? { ...failure, ...duplicateKey(found) } : failure;
}

/** A bulk write has only the text: "… collection: shop.articles index: slug_1 dup key: { slug: "x" }". */
function duplicateKey(found: object): Omit<DatabaseFailure, "kind" | "code"> {
  const message = text(found, "message");
  const [, index] = /\bindex: (\S+)/.exec(message) ?? [];
  const [, table] = /\bcollection: \S+?\.(\S+)/.exec(message) ?? [];
  const pattern = memberOf(found, "keyPattern");
  const columns = pattern ? Object.keys(pattern) : columnsOf(index ?? "");
  const [column = ""] = columns;
  const keyValue = memberOf(found, "keyValue");
  const value = keyValue && toText(tryReadMember(keyValue, column));
  return {
    constraint: index,
    table,
    // A member of a nested document has the name `author.email`.
    columns: columns.map((path) => path.slice(path.lastIndexOf(".") + 1)),
    isValue: (candidate) => columns.length === 1 && candidate === value,
  };
}

/** Reads the default name of an index: `a_1_b_-1` is on a and b. */
function columnsOf(index: string): readonly string[] {
  return index.split(/_(?:-?1|text|hashed|2dsphere)(?:_|$)/).filter((column) => column !== "");
}

function memberOf(value: object, name: string): object | undefined {
  const member = tryReadMember(value, name);
  return typeof member === "object" && member !== null ? member : undefined;
}

/** The kinds by number (MongoDB manual, "Error Codes"). */
const kinds: ReadonlyMap<number, DatabaseKind> = new Map<number, DatabaseKind>([
  [11_000, "duplicate"],
  [11_001, "duplicate"],
  [121, "check"], // DocumentValidationFailure
  [112, "busy"], // WriteConflict
  [244, "busy"], // TransactionAborted
  [251, "busy"], // NoSuchTransaction
  [24, "busy"], // LockTimeout
  [50, "timeout"], // MaxTimeMSExpired
  [262, "timeout"], // ExceededTimeLimit
  [64, "unconfirmed"], // WriteConcernFailed: the primary has the change
  [6, "down"], // HostUnreachable
  [7, "down"], // HostNotFound
  [89, "down"], // NetworkTimeout
  [91, "down"], // ShutdownInProgress
  [189, "down"], // PrimarySteppedDown
  [10_058, "down"], // NotPrimaryNoSecondaryOk, old
  [11_600, "down"], // InterruptedAtShutdown
  [11_602, "down"], // InterruptedDueToReplStateChange
  [13_436, "down"], // NotPrimaryOrSecondary
  [14_031, "down"], // OutOfDiskSpace
  [10_107, "read_only"], // NotWritablePrimary
  [13_435, "read_only"], // NotPrimaryNoSecondaryOk
  [13, "misconfigured"], // Unauthorized
  [18, "misconfigured"], // AuthenticationFailed
]);

/** The kinds of the driver's own errors, by name. */
const names: ReadonlyMap<string, DatabaseKind> = new Map<string, DatabaseKind>([
  ["MongoServerError", "bug"],
  ["MongoNetworkError", "down"],
  ["MongoNetworkTimeoutError", "unconfirmed"],
  ["MongoServerSelectionError", "down"],
  ["MongooseServerSelectionError", "down"],
  ["MongoNotConnectedError", "down"],
  ["MongoTopologyClosedError", "down"],
  ["MongoClientClosedError", "down"],
  ["MongoPoolClosedError", "down"],
  ["MongoPoolClearedError", "down"],
  ["MongoWaitQueueTimeoutError", "full"],
  ["MongoOperationTimeoutError", "unconfirmed"],
]);
