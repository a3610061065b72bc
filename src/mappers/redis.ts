import type { ErrorMapper } from "../normalize/mapper.ts";
import { fromRedisError } from "./redis-error.ts";
import { toMapper } from "./to-mapper.ts";

/**
 * Creates a mapper for the errors of redis and ioredis. A server that is down, starting, read-only or full is a 503, one
 * that does not respond in time a 504, and a command or a password that it refuses a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [redis()] }));
 */
export function redis(): ErrorMapper {
  return toMapper("redis", fromRedisError);
}
