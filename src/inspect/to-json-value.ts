import { isNativeError } from "node:util/types";
import type { Truncate } from "./byte-budget.ts";
import { isSecretName } from "./secret-patterns.ts";

const maximumNodes = 200;
const maximumDepth = 4;
const maximumMembers = 30;
const maximumText = 1000;

/** Copies a value as data that JSON can hold, bounded in depth, members and text. Never throws, though a getter may. */
export function toJsonValue(value: unknown, truncate: Truncate): unknown {
  return copy(value, { truncate, nodes: maximumNodes }, maximumDepth);
}

interface Copying {
  readonly truncate: Truncate;
  /** How many values may still be copied. */
  nodes: number;
}

function copy(value: unknown, copying: Copying, depth: number): unknown {
  copying.nodes -= 1;
  try {
    if (typeof value !== "object" || value === null) return ofPrimitive(value, copying.truncate);
    if (value instanceof Date) return copying.truncate(value.toISOString(), maximumText);
    if (value instanceof Error || isNativeError(value))
      return copying.truncate(`${value.name}: ${value.message}`, maximumText);
    if (depth === 0) return "…";
    return Array.isArray(value)
      ? ofArray(value, copying, depth - 1)
      : ofObject(value, copying, depth - 1);
  } catch {
    // A proxy, a getter or a toJSON threw.
    return notReadable;
  }
}

function ofPrimitive(value: unknown, truncate: Truncate): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return truncate(value, maximumText);
  if (typeof value !== "number" && typeof value !== "bigint") return truncate(typeof value, 10);
  const written = String(value);
  const taken = truncate(written, maximumText);
  return Number.isFinite(value) && taken === written ? value : taken;
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
    const member = readable(value, name);
    const copied =
      typeof member === "string" && isSecretName(name)
        ? copying.truncate(member, maximumText, "secret")
        : copy(member, copying, depth);
    members.push([copying.truncate(name, 100), copied]);
  }
  return Object.fromEntries(members);
}

/** Reads a member of an object; a text says so if its getter throws. */
export function readable(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return notReadable;
  }
}

const notReadable = "(not readable)";
