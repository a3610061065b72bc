import { isNativeError } from "node:util/types";
import type { Truncate } from "./byte-budget.ts";
import { isSecretName } from "./secret-patterns.ts";

const maximumNodes = 200;
const maximumDepth = 4;
const maximumMembers = 30;
const maximumText = 1000;

/**
 * Copies a value as data that JSON can hold, bounded in depth, members and text. Below the name of a secret, all texts,
 * names and numbers are masked. Never throws, though a getter may.
 */
export function toJsonValue(value: unknown, truncate: Truncate): unknown {
  return copy(value, { truncate, nodes: maximumNodes }, maximumDepth);
}

interface Copying {
  readonly truncate: Truncate;
  /** How many values may still be copied. */
  nodes: number;
}

type Kind = Parameters<Truncate>[2];

function copy(value: unknown, copying: Copying, depth: number, kind?: Kind): unknown {
  copying.nodes -= 1;
  const { truncate } = copying;
  try {
    if (typeof value !== "object" || value === null) return ofPrimitive(value, truncate, kind);
    if (value instanceof Date) return truncate(value.toISOString(), maximumText, kind);
    if (value instanceof Error || isNativeError(value))
      return truncate(`${value.name}: ${value.message}`, maximumText, kind);
    // The bytes of a Buffer may be a key, and the names of its members are as many as its bytes.
    if (ArrayBuffer.isView(value)) return `(${value.byteLength} bytes)`;
    if (depth === 0) return "…";
    return Array.isArray(value)
      ? ofArray(value, copying, depth - 1, kind)
      : ofObject(value, copying, depth - 1, kind);
  } catch {
    // A proxy, a getter or a toJSON threw.
    return notReadable;
  }
}

function ofPrimitive(value: unknown, truncate: Truncate, kind: Kind): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return truncate(value, maximumText, kind);
  if (typeof value !== "number" && typeof value !== "bigint") return truncate(typeof value, 10);
  const written = String(value);
  const taken = truncate(written, maximumText, kind);
  return Number.isFinite(value) && taken === written ? value : taken;
}

function ofArray(
  value: readonly unknown[],
  copying: Copying,
  depth: number,
  kind: Kind,
): unknown[] {
  const copies: unknown[] = [];
  for (const item of value.slice(0, maximumMembers)) {
    if (copying.nodes <= 0) break;
    copies.push(copy(item, copying, depth, kind));
  }
  return copies;
}

function ofObject(value: object, copying: Copying, depth: number, kind: Kind): unknown {
  const members: [string, unknown][] = [];
  for (const name of Object.keys(value).slice(0, maximumMembers)) {
    if (copying.nodes <= 0) break;
    const copied = copy(
      readable(value, name),
      copying,
      depth,
      kind ?? (isSecretName(name) ? "secret" : undefined),
    );
    members.push([copying.truncate(name, 100, kind), copied]);
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
