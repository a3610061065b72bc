import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import { originOf } from "../request/route.ts";

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

/** Returns the name of the body's own member for a column, in the column's spelling, snake case or camel case. */
export function bodyMember(body: unknown, column: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const snake = column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const camel = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return [column, snake, camel].find((name) => Object.hasOwn(body, name));
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
  // Breadth first: the loop also visits what is added to the list. The limit ends it in a cyclic body.
  const nodes: { value: unknown; path: string[] }[] = [{ value: root, path: [] }];
  for (const { value, path } of nodes) {
    if (typeof value === "object" && value !== null) {
      const members = Object.entries(value).slice(0, maximumNodes - nodes.length);
      nodes.push(...members.map(([key, member]) => ({ value: member, path: [...path, key] })));
    } else if (["string", "number", "boolean"].includes(typeof value) && matches(String(value))) {
      return { in: part, pointer: toPointer(path) };
    }
  }
  return undefined;
}
