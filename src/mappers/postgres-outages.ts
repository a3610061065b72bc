import { outage, type OutageRule } from "./outage.ts";

// The responses to the outages of PostgreSQL.

const unavailable = "The database is not available right now. Try again later.";
// The error of a refused socket does not say which server refused it; it may be another one than the database.
const noService = "A service this one depends on is not available right now. Try again later.";
const busyDetail = "The database is busy right now. Try again in a moment.";
const check = "A change may have been made; check before you try again.";
/** The database cannot be reached. */
export const down: OutageRule = outage({ status: 503, detail: unavailable, seconds: 5 });
/** The connection was lost while a statement may have run. */
export const lost: OutageRule = outage({
  status: 503,
  detail: unavailable,
  detailAfterChange: `The connection to the database was lost. ${check}`,
  seconds: 5,
});
/** No socket was opened. */
export const unreachable: OutageRule = outage({ status: 503, detail: noService, seconds: 5 });
/** A socket was closed while a statement may have run. */
export const cutOff: OutageRule = outage({
  status: 503,
  detail: noService,
  detailAfterChange: `The connection to a service this one depends on was lost. ${check}`,
  seconds: 5,
});
/** A row is locked, or a transaction has to start again. */
export const busy: OutageRule = outage({ status: 503, detail: busyDetail, seconds: 1 });
/** The database has no connection left. */
export const full: OutageRule = outage({ status: 503, detail: busyDetail, seconds: 2 });
/** The database takes no changes, as during a failover. */
export const readOnly: OutageRule = outage({
  status: 503,
  detail: "The database accepts no changes right now. Try again later.",
  seconds: 5,
});
/** The server has canceled the statement. */
export const slow: OutageRule = outage({
  status: 504,
  detail: "The database took too long to respond. Try again later.",
});
/** The client stopped waiting, and the server goes on. */
export const unconfirmed: OutageRule = outage({
  status: 504,
  detail: `The database did not confirm in time. ${check}`,
});
