import { toPascalCase } from "../catalog/pascal-case.ts";
import { statusEntry } from "../errors/status.ts";

/** Statuses whose error needs a header, which the other packages do not ask for. */
const needHeader: ReadonlySet<number> = new Set([401, 405, 407, 426]);

/** Returns the class of a status; undefined for a status without one, and for one whose error needs more than a text. */
export function classOf(status: number): string | undefined {
  if (needHeader.has(status) || status < 400 || status > 599) return undefined;
  if (status === 500) return "InternalServerError";
  const { code } = statusEntry(status);
  // A status that is not registered has the code of 400 or 500.
  if (code === "internal_error" || (code === "bad_request" && status !== 400)) return undefined;
  return `${toPascalCase(code.split("_"))}Error`;
}

/** Returns the status of an error class of http-errors, such as `NotFound`; undefined for another name. */
export function statusOfClass(name: string): number | undefined {
  return statuses.get(name.toLowerCase());
}

/** The names that http-errors has for the statuses, and boom, in lower case; only those that differ from our classes. */
const otherNames = {
  badimplementation: 500,
  conflict: 409,
  entitytoolarge: 413,
  expectationfailed: 417,
  illegal: 451,
  imateapot: 418,
  internal: 500,
  payloadtoolarge: 413,
  rangenotsatisfiable: 416,
  baddata: 422,
  clienttimeout: 408,
  preconditionrequired: 428,
  resourcegone: 410,
  serverunavailable: 503,
  unprocessableentity: 422,
  unsupportedmediatype: 415,
} as const;

const statuses: ReadonlyMap<string, number> = new Map([
  ...Array.from({ length: 200 }, (_, index) => index + 400).flatMap(
    (status): readonly [string, number][] => {
      const name = classOf(status)
        ?.replace(/Error$/, "")
        .toLowerCase();
      return name === undefined ? [] : [[name, status]];
    },
  ),
  ...Object.entries(otherNames),
  ["internalservererror", 500],
]);
