export { postgres, type ConstraintMapping, type PostgresMapperOptions } from "./postgres.ts";
export { statusProperty, type StatusPropertyOptions } from "./status-property.ts";
