import type { ErrorMapper } from "../normalize/mapper.ts";
import { databaseMapper } from "./database-mapper.ts";
import type { DatabaseMapperOptions } from "./database-options.ts";
import { readMongoFailure } from "./mongodb-failure.ts";

export type { ConstraintMapping } from "./constraints.ts";
export type { DatabaseMapperOptions } from "./database-options.ts";

/**
 * Creates a mapper for the errors of the MongoDB driver. A duplicate key becomes 409, outages 503 and timeouts 504; a
 * document that fails the validation of its collection stays a 500 unless the app has a mapping for it. No text of the
 * database is sent to the client.
 *
 * @param options The response for each constraint: the name of a unique index such as `slug_1`, or `validator`.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [mongodb({ constraints: { slug_1: { field: "title" } } })] }));
 */
export function mongodb(options: DatabaseMapperOptions = {}): ErrorMapper {
  return databaseMapper("mongodb", options, readMongoFailure);
}
