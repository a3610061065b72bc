import type { DatabaseMapperOptions } from "./database-options.ts";

/**
 * The options of `postgres()`: the same as those of the other databases.
 *
 * @example
 * const options: PostgresMapperOptions = { constraints: { users_email_key: { field: "email" } } };
 */
export type PostgresMapperOptions = DatabaseMapperOptions;
