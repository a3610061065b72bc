import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { typePhrase } from "./type-phrase.ts";

/** The facts of an error of the server. Its message is in English, unless the server was started with another language. */
export interface MysqlFacts {
  readonly kind: DatabaseKind;
  readonly errno: number;
  readonly message: string;
}

/** Returns what an error of MySQL or MariaDB says. The message has the names, for the error has no members for them. */
export function describeMysqlFailure({ kind, errno, message }: MysqlFacts): DatabaseFailure {
  const failure = { kind, code: errno, quotesValues: true };
  switch (kind) {
    case "duplicate":
      return { ...failure, ...duplicateKey(message) };
    case "reference_missing":
    case "still_referenced":
      return { ...failure, ...foreignKey(message) };
    case "required": {
      const column = between(message, "'", "'") ?? "";
      return { ...failure, constraint: column, columns: [column] };
    }
    case "check": {
      const constraint = between(message, "`", "`") ?? between(message, "'", "'");
      return { ...failure, constraint };
    }
    case "too_long":
    case "out_of_range":
      return { ...failure, columns: columnsOf(message) };
    case "bad_format":
      return { ...failure, ...wrongValue(message) };
    default:
      return failure;
  }
}

type Names = Omit<DatabaseFailure, "kind" | "code">;

/** Reads "Duplicate entry 'x' for key 'articles.slug'". MariaDB leaves out the table. */
function duplicateKey(message: string): Names {
  const at = message.lastIndexOf(forKey);
  if (at === -1) return {};
  const key = message.slice(at + forKey.length, -1);
  const value = message.slice(message.indexOf("'") + 1, at);
  const constraint = key.slice(key.lastIndexOf(".") + 1);
  const table = key.includes(".") ? key.slice(0, key.lastIndexOf(".")) : undefined;
  return {
    constraint,
    table,
    // By default, the key is named like its first column.
    columns: [constraint],
    isValue: (text) => text === value,
    // The values of a key of several columns are joined by hyphens.
    isPrimaryKey: constraint === "PRIMARY" && !value.includes("-"),
  };
}

const forKey = "' for key '";

/** Reads "… (`shop`.`articles`, CONSTRAINT `articles_author` FOREIGN KEY (`author_id`) REFERENCES …". */
function foreignKey(message: string): Names {
  const columns = between(message, "FOREIGN KEY (", ")") ?? "";
  return {
    constraint: between(message, "CONSTRAINT `", "`"),
    table: between(message, "`.`", "`"),
    columns: columns.split(", ").map((column) => column.replaceAll("`", "")),
  };
}

/** Reads "Incorrect integer value: 'x' for column `shop`.`articles`.`author_id` at row 1". */
function wrongValue(message: string): Names {
  const at = message.lastIndexOf("' for column ");
  const start = message.indexOf(": '") + 3;
  const value = message.slice(start, at === -1 ? -1 : at);
  // The characters that cannot be stored are shown as \xF0\x9F.
  const isShown = start > 2 && !message.startsWith("Incorrect string value");
  return {
    columns: columnsOf(message),
    phrase: typePhrase(message.toLowerCase()),
    ...(isShown && { isValue: (text: string) => text === value }),
  };
}

/** Reads the name before "at row 1": 'title', or `shop`.`articles`.`title`. */
function columnsOf(message: string): readonly string[] {
  const at = message.lastIndexOf("for column ");
  const end = message.lastIndexOf(" at row ");
  if (at === -1 || end < at) return [];
  const name = message.slice(at + "for column ".length, end).replaceAll(/['`]/g, "");
  return [name.slice(name.lastIndexOf(".") + 1)];
}

function between(message: string, open: string, close: string): string | undefined {
  const start = message.indexOf(open);
  const end = start === -1 ? -1 : message.indexOf(close, start + open.length);
  return end === -1 ? undefined : message.slice(start + open.length, end);
}
