import type { OptionCheck } from "../misuse/check-options.ts";
import { aConstraintMap, type ConstraintMapping } from "./constraints.ts";

/**
 * The options of the mappers of databases.
 *
 * @example
 * const options: DatabaseMapperOptions = { constraints: { users_email_key: { field: "email" } } };
 */
export interface DatabaseMapperOptions {
  /** The code, title, detail and field for each constraint, by the constraint's name. Default: none. */
  readonly constraints?: Readonly<Record<string, ConstraintMapping>>;
}

/** The checks of the options. */
export const databaseOptionChecks: Readonly<Record<keyof DatabaseMapperOptions, OptionCheck>> = {
  constraints: aConstraintMap,
};

/**
 * The options of `postgres()`: the same as those of the other databases.
 *
 * @example
 * const options: PostgresMapperOptions = { constraints: { users_email_key: { field: "email" } } };
 */
export type PostgresMapperOptions = DatabaseMapperOptions;
