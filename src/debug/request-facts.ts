import type { Request } from "express";
import { pathOf } from "../express/request-path.ts";
import type { Truncate } from "../inspect/byte-budget.ts";
import { toJsonValue } from "../inspect/to-json-value.ts";
import { originOf } from "../request/route.ts";

/** The request, with its secrets masked. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Query, parameters and body, as far as they have members, as data for JSON. */
  readonly parts: readonly (readonly [name: string, value: unknown])[];
}

/** Describes a request. A header that is not known to be harmless is masked as a whole. */
export function requestFacts(req: Request, truncate: Truncate): RequestFacts {
  const headers = Object.entries(req.headers).map(([name, value]) => {
    const text = [value].flat().join(", ");
    return [
      truncate(name, 100),
      truncate(text, 500, isHarmless(name) ? undefined : "secret"),
    ] as const;
  });
  const parts = [
    ["query", queryOf(req)],
    ["params", originOf(req)?.params ?? req.params],
    ["body", bodyOf(req)],
  ] as const;
  return {
    method: truncate(req.method, 20),
    path: truncate(pathOf(req.originalUrl), 1000),
    headers: headers.slice(0, 100),
    parts: parts.flatMap(([name, value]) =>
      value === undefined || isEmpty(value) ? [] : [[name, toJsonValue(value, truncate)] as const],
    ),
  };
}

/** Returns true if the value of a header is known to be no secret. */
export function isHarmless(name: string): boolean {
  return harmless.test(name);
}

const harmless =
  /^(?:host|connection|accept(?:-.+)?|content-.+|transfer-encoding|user-agent|origin|sec-(?:fetch|ch-ua).*|upgrade.*|cache-control|pragma|if-.+|range|traceparent|x-request-id|dnt|te|expect|x-requested-with|priority|:.+)$/;

/** Returns the members of the query, as they were sent. */
export function queryOf({ originalUrl }: Request): unknown {
  const start = originalUrl.indexOf("?");
  if (start < 0) return undefined;
  const members = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(originalUrl.slice(start))) {
    members.set(name, [...(members.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    Array.from(members, ([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

/** Returns the parsed body; of bytes only their number. */
export function bodyOf(req: Request): unknown {
  try {
    const body: unknown = req.body;
    return Buffer.isBuffer(body) ? `${body.length} bytes` : body;
  } catch {
    // A proxy threw.
    return "(not readable)";
  }
}

function isEmpty(value: unknown): boolean {
  try {
    return typeof value === "object" && value !== null && Object.keys(value).length === 0;
  } catch {
    // A proxy threw.
    return false;
  }
}
