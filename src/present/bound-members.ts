import { maximumMemberBytes } from "../errors/limits.ts";
import type { Mishaps } from "../errors/mishaps.ts";
import type { ProblemDetails } from "./problem.ts";

/**
 * Leaves out the members with which a problem would exceed 64 kB of JSON, and names them for the record: a handler may
 * have put a whole table into one. Small problems are only counted, not serialized.
 */
export function boundMembers(problem: ProblemDetails, mishaps: Mishaps): void {
  if (minimumSize(problem) * maximumFactor <= maximumMemberBytes) return;
  let left = maximumMemberBytes;
  for (const [name, value] of Object.entries(problem)) {
    const size = minimumSize(value) > left ? Infinity : exactSize(value);
    if (size <= left || required.has(name)) {
      left -= size;
      continue;
    }
    delete problem[name];
    // The number of the fields still tells how many there are.
    if (name === "errors" && Array.isArray(value)) problem.errorCount ??= value.length;
    mishaps.addLoss("member", name, `it exceeds the limit of ${maximumMemberBytes} bytes`);
  }
}

const required: ReadonlySet<string> = new Set(["type", "title", "status", "code"]);

/** The most bytes of JSON for one unit of the minimum size: a number counts as 1 and may have 25 characters. */
const maximumFactor = 25;

/** Returns a lower limit of the size as JSON. Stops counting where the size is beyond the maximum. */
function minimumSize(root: unknown): number {
  const values: unknown[] = [root];
  let size = 0;
  try {
    // A list instead of recursion, because a value may be nested deeper than the stack allows.
    while (values.length > 0 && size <= maximumMemberBytes) {
      const value = values.pop();
      size += 1;
      if (typeof value === "string") size += value.length;
      else if (typeof value === "object" && value !== null) size += addItems(value, values);
    }
  } catch {
    // A getter or a proxy threw. Whatever serializes the problem leaves this member out.
  }
  return size;
}

/** Adds the values inside an object to the list, and returns the size of what is not a value. */
function addItems(value: object, values: unknown[]): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  const { toJSON } = value as { readonly toJSON?: unknown };
  // A date, for example: its JSON is that of what the method returns.
  if (typeof toJSON === "function") {
    values.push(Reflect.apply(toJSON, value, [""]));
    return 0;
  }
  if (Array.isArray(value)) {
    if (value.length > maximumMemberBytes) return value.length;
    for (const item of value) values.push(item);
    return 0;
  }
  let size = 0;
  for (const name of Object.keys(value)) {
    const item = (value as Readonly<Record<string, unknown>>)[name];
    if (item === undefined) continue;
    size += name.length;
    if (size > maximumMemberBytes) break;
    values.push(item);
  }
  return size;
}

// Not Buffer, because mocks of responses are made in browsers too.
const encoder = /* @__PURE__ */ new TextEncoder();

function exactSize(value: unknown): number {
  try {
    return encoder.encode(JSON.stringify(value)).byteLength;
  } catch {
    // Whatever serializes the problem leaves this member out.
    return 0;
  }
}
