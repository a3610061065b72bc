import { isErrorStatus } from "../errors/status.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { classNameOf } from "./class-name.ts";
import { toDeclaredError } from "./declared-error.ts";
import { toServerFault } from "./server-fault.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for the errors of @fastify/error, which an app declares for the client: the status, and the message
 * of a 4xx. The errors of Fastify itself and its plugins, whose codes begin with `FST_` or `AVV_`, are a 500.
 *
 * @example
 * app.use(errorHandler({ mappers: [fastifyError()] }));
 */
export function fastifyError(): ErrorMapper {
  return toMapper("fastifyError", (found, { thrown }) => {
    const status = tryReadMember(found, "statusCode");
    const code = text(found, "code");
    if (code === "" || !isErrorStatus(status) || !isFastifyError(found)) return undefined;
    if (ofFastify.test(code)) return toServerFault(thrown, { code });
    return toDeclaredError(found, { status, message: text(found, "message") }, thrown);
  });
}

const ofFastify = /^(?:FST_|AVV_)/;

/** Returns true for an error of @fastify/error: all of its classes have this mark, those of older versions a name. */
function isFastifyError(found: object): boolean {
  if (text(found, "name") !== "FastifyError") return false;
  return classNameOf(found) === "FastifyError" || hasMark(found);
}

function hasMark(found: object): boolean {
  try {
    return Reflect.get(found, mark) === true;
  } catch {
    // A getter threw.
    return false;
  }
}

const mark = Symbol.for("fastify-error-generic");
