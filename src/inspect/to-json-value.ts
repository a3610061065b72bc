import type { Truncate } from "./byte-budget.ts";

const maximumNodes = 200;
const maximumDepth = 4;
const maximumMembers = 30;
const maximumText = 1000;

/** Copies a value as plain data that JSON can hold, bounded in depth, in members and in text; a getter may throw. */
export function toJsonValue(value: unknown, take: Truncate): unknown {
  return copy(value, { take, nodes: maximumNodes }, maximumDepth);
}

interface Copying {
  readonly take: Truncate;
  /** How many values may still be copied. */
  nodes: number;
}

function copy(value: unknown, copying: Copying, depth: number): unknown {
  copying.nodes -= 1;
  try {
    if (typeof value !== "object" || value === null) return ofPrimitive(value, copying.take);
    if (value instanceof Date) return copying.take(value.toISOString(), maximumText);
    if (value instanceof Error) return copying.take(`${value.name}: ${value.message}`, maximumText);
    if (depth === 0) return "…";
    return Array.isArray(value)
      ? ofArray(value, copying, depth - 1)
      : ofObject(value, copying, depth - 1);
  } catch {
    // A proxy, a getter or a toJSON threw.
    return "(not readable)";
  }
}

function ofPrimitive(value: unknown, take: Truncate): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return take(value, maximumText);
  if (typeof value !== "number" && typeof value !== "bigint") return take(typeof value, 10);
  const written = String(value);
  const taken = take(written, maximumText);
  return typeof value === "number" && taken === written ? value : taken;
}

function ofArray(value: readonly unknown[], copying: Copying, depth: number): unknown[] {
  const copies: unknown[] = [];
  for (const item of value.slice(0, maximumMembers)) {
    if (copying.nodes <= 0) break;
    copies.push(copy(item, copying, depth));
  }
  return copies;
}

function ofObject(value: object, copying: Copying, depth: number): unknown {
  const members: [string, unknown][] = [];
  for (const name of Object.keys(value).slice(0, maximumMembers)) {
    if (copying.nodes <= 0) break;
    members.push([copying.take(name, 100), copy(read(value, name), copying, depth)]);
  }
  return Object.fromEntries(members);
}

function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return "(not readable)";
  }
}
