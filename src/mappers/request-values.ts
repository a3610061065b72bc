import { isDeepStrictEqual } from "node:util";
import type { Request } from "express";
import type { RequestPart } from "../errors/field-error.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { originOf } from "../request/route.ts";

/** A part of the request and what is in it. */
export interface RequestValue {
  readonly in: RequestPart;
  readonly value: object;
}

/** Returns the path parameters, the query and the body of a request, as far as they are objects. */
export function readRequestValues(request: Request): readonly RequestValue[] {
  // Express resets req.params before the error middleware runs, so asyncHandler remembers them.
  const params = originOf(request)?.params ?? tryReadMember(request, "params");
  const parts = [
    { in: "params", value: params },
    { in: "query", value: tryReadMember(request, "query") },
    { in: "body", value: tryReadMember(request, "body") },
  ] as const;
  return parts.flatMap(({ in: part, value }) =>
    typeof value === "object" && value !== null ? { in: part, value } : [],
  );
}

/**
 * Returns the part of the request that is this very object. Express 5 parses the query anew at each read, so a query
 * that has members and the same ones is the same object.
 */
export function findSamePart(request: Request, object: unknown): RequestValue | undefined {
  return readRequestValues(request).find(
    ({ in: part, value }) => value === object || (part === "query" && isSameQuery(value, object)),
  );
}

function isSameQuery(query: object, object: unknown): boolean {
  try {
    return Object.keys(query).length > 0 && isDeepStrictEqual(query, object);
  } catch {
    // A getter threw.
    return false;
  }
}
