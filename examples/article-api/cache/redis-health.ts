type Kind = "get" | "set" | "delete";

/**
 * Creates a function that runs commands of Redis and never rejects. A kind of command that failed is not tried again for
 * some milliseconds, so that not every request waits for a Redis that does not respond. The kinds fail apart: a full Redis
 * still reads and deletes. One line says that something is wrong, and one that all is well again.
 */
export function redisHealth(rest: number, connectionError: () => Error | undefined) {
  const failedAt = new Map<Kind, number>();

  return async function attempt<Result>(kind: Kind, command: () => Promise<Result>) {
    const failed = failedAt.get(kind);
    if (failed !== undefined && performance.now() - failed < rest) return undefined;
    try {
      const result = await command();
      if (failedAt.delete(kind) && failedAt.size === 0) {
        console.error("The cache in Redis works again.");
      }
      return result;
    } catch (error) {
      if (failedAt.size === 0) {
        const { message } = connectionError() ?? toError(error);
        console.error(`The cache in Redis fails, and the app goes on without it: ${message}`);
      }
      failedAt.set(kind, performance.now());
      return undefined;
    }
  };
}

function toError(thrown: unknown) {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
