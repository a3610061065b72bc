/**
 * Returns a phrase about the type that the server expected. In a message in any language, the type stands before the
 * first colon, in SQL's spelling.
 */
export function typePhrase(message: string): string {
  const [head = ""] = message.split(":");
  const known = [...typePhrases].find(([type]) => new RegExp(`(?<!\\w)${type}(?!\\w)`).test(head));
  return known?.[1] ?? "is not valid";
}

// Only types of PostgreSQL and MySQL themselves: the name of a user-defined type would reveal part of the database schema.
const typePhrases: ReadonlyMap<string, string> = new Map([
  ["uuid", "is not a valid UUID"],
  ["smallint", "is not a valid integer"],
  ["integer", "is not a valid integer"],
  ["bigint", "is not a valid integer"],
  ["numeric", "is not a valid number"],
  ["real", "is not a valid number"],
  ["decimal", "is not a valid number"], // MySQL's name for numeric
  ["double", "is not a valid number"], // and double precision
  ["boolean", "is not a valid boolean"],
  ["date", "is not a valid date"],
  ["datetime", "is not a valid date and time"], // MySQL's name for timestamp
  ["timestamp", "is not a valid date and time"], // with time zone or without
]);
