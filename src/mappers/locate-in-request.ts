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
  try {
    return (
      // Express resets req.params before the error middleware runs, so asyncHandler remembers them.
      findIn("params", originOf(request)?.params, matches) ??
      (pathSegments(request.originalUrl).some(matches)
        ? { in: "params", pointer: "#" }
        : undefined) ??
      findIn("query", request.query, matches) ??
      findIn("body", request.body, matches)
    );
  } catch {
    // A getter in the body threw.
    return undefined;
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
): RequestPlace | undefined {
  for (const node of walkValues(root, maximumNodes)) {
    const value = toText(node.value);
    if (value !== undefined && matches(value))
      return { in: part, pointer: toPointer(pathTo(node)) };
  }
  return undefined;
}
