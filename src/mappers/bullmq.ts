import type { ErrorMapper } from "../normalize/mapper.ts";
import { toDependencyError } from "./dependency-error.ts";
import { fromRedisError } from "./redis-error.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of BullMQ and of its Redis client. The failure of a job has the words of the job only,
 * so it stays a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [bullmq()] }));
 */
export function bullmq(): ErrorMapper {
  return toMapper("bullmq", (found, context) => {
    const { thrown } = context;
    if (text(found, "name") === "ConnectionClosedError") {
      return toDependencyError("unavailable", thrown);
    }
    return isLateJob(text(found, "message"))
      ? toDependencyError("slow", thrown)
      : fromRedisError(found, context);
  });
}

/** Returns true for the message of `waitUntilFinished` after its time. */
function isLateJob(message: string): boolean {
  return (
    message.startsWith("Job wait ") &&
    message.includes(" timed out before finishing, no finish notification arrived after ")
  );
}
