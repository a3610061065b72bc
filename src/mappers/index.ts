export { postgres, type PostgresMapperOptions } from "./postgres.ts";
export { statusProperty, type StatusPropertyOptions } from "./status-property.ts";
