import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import { originOf } from "../request/route.ts";
import { pathTo, toText, walkValues } from "./walk-values.ts";

/** The place of a value in the request. */
export type RequestPlace = Pick<FieldError, "in" | "pointer">;

const maximumNodes = 1000;

/** Finds the first place in the path, the query or the body whose value, as a string, `matches`. */
export function locateInRequest(
  request: Request,
  matches: (value: string) => boolean,
): RequestPlace | undefined {
  return locateAllInRequest(request, matches)[0];
}

/** Finds every place in the path, the query and the body whose value, as a string, `matches`. */
export function locateAllInRequest(
  request: Request,
  matches: (value: string) => boolean,
): readonly RequestPlace[] {
  try {
    // Express resets req.params before the error middleware runs, so asyncHandler remembers them.
    const named = findIn("params", originOf(request)?.params, matches);
    const inPath: readonly RequestPlace[] =
      named.length === 0 && pathSegments(request.originalUrl).some(matches)
        ? [{ in: "params", pointer: "#" }]
        : named;
    return [
      ...inPath,
      ...findIn("query", request.query, matches),
      ...findIn("body", request.body, matches),
    ];
  } catch {
    // A getter in the body threw.
    return [];
  }
}

function pathSegments(url: string): string[] {
  const [path = ""] = url.split("?");
  return path.split("/").flatMap((segment) => {
    try {
      return segment === "" ? [] : decodeURIComponent(segment);
    } catch {
      return segment;
    }
  });
}

function findIn(
  part: "params" | "query" | "body",
  root: unknown,
  matches: (value: string) => boolean,
): readonly RequestPlace[] {
  return walkValues(root, maximumNodes)
    .filter(({ value }) => {
      const text = toText(value);
      return text !== undefined && matches(text);
    })
    .map((node) => ({ in: part, pointer: toPointer(pathTo(node)) }));
}
