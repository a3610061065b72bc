import { existsSync, readFileSync } from "node:fs";
import { isObject } from "../misuse/check-options.ts";
import type { Compared } from "../reference/compare.ts";
import { messageOf, UsageError } from "./usage-error.ts";

/** Reads a file; returns undefined if it does not exist. */
export function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/**
 * Reads an `errors.json`, or the snapshot of a catalog.
 *
 * @throws {UsageError} If the file cannot be read, or is something else.
 */
export function readReference(path: string): Compared {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path}: ${messageOf(error)}`);
  }
  const {
    version,
    errors = data,
    operations,
  } = Object(data) as Partial<Compared> & { version?: unknown };
  const isKnown = version === undefined || version === 1;
  if (!isKnown || !isObject(errors) || !Object.values(errors).every(isError)) {
    throw new UsageError(
      `${path}: this is neither an errors.json of express-backstop errors nor a snapshot of a catalog.`,
    );
  }
  const known = isOperations(operations) ? operations : undefined;
  return { errors: errors as Compared["errors"], ...(known && { operations: known }) };
}

function isError(value: unknown): boolean {
  return isObject(value) && "status" in value && typeof value.status === "number";
}

function isOperations(value: unknown): value is NonNullable<Compared["operations"]> {
  return (
    isObject(value) &&
    Object.values(value).every(
      (codes) => Array.isArray(codes) && codes.every((code) => typeof code === "string"),
    )
  );
}
