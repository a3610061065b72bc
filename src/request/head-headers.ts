import type { Response } from "express";

/** One header of a response: its name and its value, as they were given. */
export type GivenHeader = readonly [name: string, value: unknown];

/** Returns the headers among the arguments of `writeHead(status, message, headers)`, where the message may be left out. */
export function headersOfHead([, message, headers]: readonly unknown[]): readonly GivenHeader[] {
  const given = headers ?? message;
  if (typeof given !== "object" || given === null) return [];
  if (!Array.isArray(given)) return Object.entries(given);
  if (Array.isArray(given[0])) return given.map(([name, value]) => [String(name), value]);
  // Names and values in turn.
  return given.flatMap((name, index) =>
    index % 2 === 0 ? [[String(name), given[index + 1] as unknown] as const] : [],
  );
}

/** Sets the headers that were given to `writeHead`, where a name may have several lines. */
export function setHeadersOfHead(res: Response, headers: readonly GivenHeader[]): void {
  const names = new Set<string>();
  for (const [name, given] of headers) {
    // Node takes here what it takes in writeHead.
    const value = given as string;
    if (names.has(name.toLowerCase())) res.appendHeader(name, value);
    else if (value !== undefined) res.setHeader(name, value);
    names.add(name.toLowerCase());
  }
}
