import type { MinimalStatus } from "../present/minimal-problem.ts";

const statuses: ReadonlyMap<string, MinimalStatus> = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", 408],
  ["HPE_CHUNK_EXTENSIONS_OVERFLOW", 413],
  ["HPE_HEADER_OVERFLOW", 431],
]);

/** Returns the status for a request that Node could not parse: the one that Node itself responds with. */
export function clientErrorStatus(error: { readonly code?: string | undefined }): MinimalStatus {
  return statuses.get(error.code ?? "") ?? 400;
}
