import type { IncomingHttpHeaders } from "node:http";
import type { FailureRecord, Reporter } from "express-backstop";

/** The newest records of failures, for the visitors whose requests failed. */
export interface DemoRecords {
  readonly reporter: Reporter;
  /** Returns the record of a request, if this visitor sent the request. */
  find(visitor: string, requestId: string): FailureRecord | undefined;
}

/** Reads the header with which the page names its visitor: a text that nobody else can guess. */
export function visitorOf(headers: IncomingHttpHeaders) {
  return String(headers["demo-visitor"] ?? "").slice(0, 100);
}

const maximum = 200;

/** Creates a reporter that keeps the newest records in memory. */
export function createDemoRecords(): DemoRecords {
  const records = new Map<string, FailureRecord>();
  return {
    reporter(record, { req }) {
      const visitor = visitorOf(req.headers);
      if (visitor === "" || record.requestId === undefined) return;
      records.set(keyOf(visitor, record.requestId), record);
      const [oldest] = records.keys();
      if (records.size > maximum && oldest !== undefined) records.delete(oldest);
    },
    find: (visitor, requestId) => records.get(keyOf(visitor, requestId)),
  };
}

function keyOf(visitor: string, requestId: string) {
  return JSON.stringify([visitor, requestId]);
}
