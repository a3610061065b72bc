export { mysql } from "./mysql.ts";
export { postgres, type ConstraintMapping } from "./postgres.ts";
export type { PostgresMapperOptions } from "./postgres-options.ts";
export type { DatabaseMapperOptions } from "./database-options.ts";
export { sqlite } from "./sqlite.ts";
export { statusProperty, type StatusPropertyOptions } from "./status-property.ts";
