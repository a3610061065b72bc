import type { FailureRecord } from "express-backstop";

/** The record of a conflict, with the members that each record has. */
export const conflictRecord: FailureRecord = {
  time: "2026-11-26T12:00:00.000Z",
  level: "info",
  status: 409,
  code: "conflict",
  outcome: "sent",
  method: "PUT",
  path: "/articles/7",
  retryable: false,
  requestId: "r1",
  error: { name: "ConflictError", message: "Taken." },
};
