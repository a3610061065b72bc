import { clip } from "../inspect/clip.ts";
import type { LengthUnit, Violation } from "../messages/violation.ts";

const maximumText = 100;

/** Creates the violation of a minimum or a maximum; returns undefined for a limit that JSON cannot express. */
export function outOfRange(
  name: "minimum" | "maximum",
  limit: unknown,
  isExclusive = false,
): Violation | undefined {
  const bound = toBound(limit);
  if (bound === undefined) return undefined;
  const params = { [name]: bound, ...(isExclusive && { exclusive: true }) };
  return { code: name === "minimum" ? "too_small" : "too_large", params };
}

/** Converts bigints and dates, which JSON does not have, to strings. */
function toBound(limit: unknown): number | string | undefined {
  if (typeof limit === "number") return Number.isFinite(limit) ? limit : undefined;
  if (typeof limit === "bigint") return String(limit);
  if (typeof limit === "string") return clip(limit, maximumText);
  return limit instanceof Date && !Number.isNaN(limit.getTime()) ? limit.toISOString() : undefined;
}

/** The limits of a size; both for an exact size. */
export interface SizeLimits {
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly unit: LengthUnit;
}

/**
 * Creates the violation of a size; returns undefined if a limit is not a number.
 *
 * @param size The size of the value, which decides between too short and too long where the size must be exact.
 */
export function wrongSize({ unit, ...limits }: SizeLimits, size?: number): Violation | undefined {
  const { minimum, maximum } = limits;
  const isValid = Object.values(limits).every((limit) => Number.isSafeInteger(limit));
  if (!isValid) return undefined;
  const isShort = maximum === undefined || Number(size) < Number(minimum);
  return { code: isShort ? "too_short" : "too_long", unit, params: limits };
}

/** Returns the unit in which the length of a value is counted. */
export function unitOf(value: unknown): LengthUnit {
  return typeof value === "string" ? "character" : "item";
}
