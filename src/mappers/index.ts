export { postgres, type PostgresMapperOptions } from "./postgres.ts";
