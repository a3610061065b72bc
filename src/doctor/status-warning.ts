import { ownStatus } from "../normalize/own-status.ts";
import { pageOf } from "./finding.ts";

const warned = new Set<number>();

/** Emits a process warning for an error that has a status of its own. */
export function warnOfStatus(thrown: unknown): void {
  const status = ownStatus(thrown);
  if (status === undefined || status === 500 || warned.has(status)) return;
  warned.add(status);
  process.emitWarning(
    `An Error with the status ${status} became a 500: errorHandler takes no status from an error that it does not know, because any library may have put it there. Throw an HttpError, such as new NotFoundError("No such article"), or end the list of mappers with statusProperty(). See ${pageOf("status-on-error")}`,
    { code: "BACKSTOP_STATUS_ON_ERROR" },
  );
}
