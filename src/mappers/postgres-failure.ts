import { tryReadMember } from "../misuse/read-member.ts";
import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { keyOf } from "./postgres-detail.ts";
import { kindOfSqlState } from "./postgres-kinds.ts";
import { typePhrase } from "./type-phrase.ts";
import { text } from "./unwrap-errors.ts";

/** Returns what an error of the PostgreSQL server says; undefined if the error is not one of the server. */
export function readServerError(found: object): DatabaseFailure | undefined {
  const code = text(found, "code");
  const isFromServer = text(found, "severity") !== "" || text(found, "routine") !== "";
  // Codes of sockets such as EPIPE look like a SQLSTATE.
  if (!isFromServer || !/^(?!E[A-Z]{4}$)[0-9A-Z]{5}$/.test(code)) return undefined;
  const detail = text(found, "detail");
  const { columns, isValue } = keyOf(detail);
  const column = text(found, "column") || text(found, "column_name");
  return describe({
    code,
    message: text(found, "message"),
    detail,
    constraint: text(found, "constraint") || text(found, "constraint_name"),
    table: text(found, "table") || text(found, "table_name"),
    columns: column === "" ? columns : [column],
    isKeyValue: isValue,
  });
}

/** Returns what the cause says that Prisma's adapter for pg makes of a server's error; undefined for anything else. */
export function readAdapterCause(found: object): DatabaseFailure | undefined {
  const code = text(found, "originalCode");
  if (text(found, "kind") === "" || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  const message = text(found, "originalMessage");
  const member = tryReadMember(found, "constraint");
  const violated = typeof member === "object" && member !== null ? member : {};
  // The adapter leaves out the names that the message has: that of the table first, that of the constraint last.
  const names = code.startsWith("23") ? quotedNames(message) : [];
  const constraint = text(violated, "index") || (names.at(-1) ?? "");
  const table = text(found, "table") || (names.length > 1 ? (names[0] ?? "") : "");
  const fields = tryReadMember(violated, "fields");
  const columns = Array.isArray(fields) ? fields : columnIn(constraint, table);
  return describe({
    code,
    message,
    detail: text(found, "detail"),
    constraint,
    table,
    columns: columns.filter((column) => typeof column === "string"),
    isKeyValue: undefined,
  });
}

function quotedNames(message: string): readonly string[] {
  return message.split('"').filter((_, at) => at % 2 === 1);
}

/** Returns the column in a name such as `articles_author_id_fkey`, which PostgreSQL and Prisma choose by default. */
function columnIn(constraint: string, table: string): readonly unknown[] {
  const end = /_f?key$/.exec(constraint)?.index ?? -1;
  const isNamed = table !== "" && constraint.startsWith(`${table}_`) && end > table.length;
  return isNamed ? [constraint.slice(table.length + 1, end)] : [];
}

interface ServerFacts {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly constraint: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Returns true if a text is the value of the violated key. */
  readonly isKeyValue: ((text: string) => boolean) | undefined;
}

function describe(facts: ServerFacts): DatabaseFailure {
  const { code, message, detail, constraint, table, columns, isKeyValue } = facts;
  const kind = code === "23503" ? foreignKeyKind(message) : kindOfSqlState(code);
  const failure = { kind, code, constraint, table, columns, isValue: isKeyValue };
  switch (kind) {
    case "duplicate":
      return { ...failure, isPrimaryKey: constraint.endsWith("_pkey") && columns.length === 1 };
    case "required":
      // A NOT NULL has no name of its own.
      return { ...failure, constraint: [table, ...columns].join(".") };
    case "too_long":
      return { ...failure, isValue: longerThan(message) };
    case "out_of_range":
      return { ...failure, isValue: outOfRange(message, detail) };
    case "bad_format":
      return { ...failure, ...badFormat(code, message) };
    default:
      return failure;
  }
}

// In every language of the server, the message about a row in use quotes three names: the table, the constraint and the
// table that refers to it. The message about a missing row quotes two.
function foreignKeyKind(message: string): DatabaseKind {
  return (message.match(/["«»]/g) ?? []).length >= 6 ? "still_referenced" : "reference_missing";
}

/** The message has the limit, as in "character varying(255)". PostgreSQL counts characters. */
function longerThan(message: string): ((value: string) => boolean) | undefined {
  const limit = /\((\d+)\)/.exec(message)?.[1];
  return limit === undefined ? undefined : (value) => Array.from(value).length > Number(limit);
}

/** The message quotes the value, or the detail has the limit of a number with a precision, as in "10^3". */
function outOfRange(message: string, detail: string): ((value: string) => boolean) | undefined {
  const power = /\b10\^(\d+)/.exec(detail)?.[1];
  if (power !== undefined) return (value) => Math.abs(Number(value)) >= 10 ** Number(power);
  return (value) => quotes.some(([open, close]) => message.includes(open + value + close));
}

function badFormat(code: string, message: string): Pick<DatabaseFailure, "isValue" | "phrase"> {
  return code === "22021" || code === "22P05"
    ? { isValue: (value) => value.includes("\0"), phrase: "has a NUL character" }
    : { isValue: (value) => isQuoted(message, value), phrase: typePhrase(message) };
}

/** Returns true if the message ends with the value in quotes, in any language of the server: "x", »x«, «x», « x ». */
function isQuoted(message: string, value: string): boolean {
  return quotes.some(([open, close]) => message.endsWith(open + value + close));
}

const quotes = [
  ['"', '"'],
  ["»", "«"],
  ["«", "»"],
  ["« ", " »"],
] as const;
