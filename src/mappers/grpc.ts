import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { hasLeft, toClientGone } from "./aborted.ts";
import { type DependencyFailure, toDependencyError } from "./dependency-error.ts";
import { toServerFault } from "./server-fault.ts";
import { toMapper } from "./to-mapper.ts";

/**
 * Creates a mapper for the errors of gRPC clients (@grpc/grpc-js), whose `code` is a status of gRPC.
 *
 * @example
 * app.use(errorHandler({ mappers: [grpc()] }));
 */
export function grpc(): ErrorMapper {
  return toMapper("grpc", (found, { thrown, request }) => {
    const code = tryReadMember(found, "code");
    if (!isStatus(code) || !isServiceError(found)) return undefined;
    const context = { grpcStatus: code };
    if (code === cancelled && hasLeft(request)) return toClientGone(thrown);
    if (faults.has(code)) return toServerFault(thrown, context);
    return toDependencyError(failures.get(code) ?? "bad_response", thrown, { context });
  });
}

function isStatus(code: unknown): code is number {
  return typeof code === "number" && Number.isInteger(code) && code >= 0 && code <= 16;
}

/** Other libraries have numbers as `code` too; those of gRPC come with `details` and `metadata`. */
function isServiceError(found: object): boolean {
  const metadata = tryReadMember(found, "metadata");
  return (
    typeof tryReadMember(found, "details") === "string" &&
    typeof metadata === "object" &&
    metadata !== null
  );
}

const cancelled = 1;

/** The statuses whose cause is our own call: a wrong argument or range, and credentials that are refused. */
const faults: ReadonlySet<number> = new Set([3, 7, 11, 16]);

const failures: ReadonlyMap<number, DependencyFailure> = new Map<number, DependencyFailure>([
  [4, "slow"], // deadline exceeded
  [8, "busy"], // resource exhausted
  [10, "busy"], // aborted, to be tried again
  [14, "unavailable"],
]);
