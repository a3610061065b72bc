import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import { toPointer } from "../errors/json-pointer.ts";
import { originOf } from "../request/route.ts";

/** A place in the request. */
export type Place = Pick<FieldError, "in" | "pointer">;

const nodeLimit = 1000;

/** Finds the first place in the path, the query or the body whose value, as a text, is the one. */
export function locateInRequest(
  request: Request,
  holds: (text: string) => boolean,
): Place | undefined {
  try {
    return (
      // Express restores the parameters before the error middleware runs; our wrappers remember them.
      findIn("params", originOf(request)?.params, holds) ??
      (pathSegments(request.originalUrl).some(holds)
        ? { in: "params", pointer: "#" }
        : undefined) ??
      findIn("query", request.query, holds) ??
      findIn("body", request.body, holds)
    );
  } catch {
    // A getter of the body may throw; then there is no evidence.
    return undefined;
  }
}

/** Finds the body's own member for a column: `author_id` is found as `authorId` too, and the other way round. */
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
  holds: (text: string) => boolean,
): Place | undefined {
  // The list grows while it is read: breadth first, and bounded, so that a cycle ends too.
  const nodes: { value: unknown; path: string[] }[] = [{ value: root, path: [] }];
  for (const { value, path } of nodes) {
    if (typeof value === "object" && value !== null) {
      const members = Object.entries(value).slice(0, nodeLimit - nodes.length);
      nodes.push(...members.map(([key, member]) => ({ value: member, path: [...path, key] })));
    } else if (["string", "number", "boolean"].includes(typeof value) && holds(String(value))) {
      return { in: part, pointer: toPointer(path) };
    }
  }
  return undefined;
}
