import { toPointer } from "../errors/json-pointer.ts";
import type { FieldReference } from "./field-reference.ts";
import { pathTo, toText, type ValueNode, walkValues } from "./walk-values.ts";

const maximumNodes = 10_000;

/**
 * Returns the pointer to a field of the body; undefined if the body does not have it. A name matches in its own
 * spelling, in snake case and in camel case. If several members have the name, it is the one that holds the value, or
 * the outermost one; undefined if that is not one alone.
 */
export function findField(
  body: unknown,
  field: FieldReference,
  isValue: (text: string) => boolean,
): string | undefined {
  try {
    if ("path" in field) return has(body, field.path) ? toPointer(field.path) : undefined;
    const named = membersNamed(body, field.name);
    const [outermost] = named;
    if (!outermost) return undefined;
    const chosen =
      onlyOne(named.filter(({ value }) => holds(value, isValue))) ??
      onlyOne(named.filter(({ depth }) => depth === outermost.depth));
    return chosen && toPointer(pathTo(chosen));
  } catch {
    // A getter in the body threw.
    return undefined;
  }
}

/**
 * Returns the pointer to the member of the body for a column of the database: the body's own member with this name, or
 * the only member inside that has the name and the value. Unlike a field that the app names, a column may have nothing
 * to do with a member that is named like it.
 */
export function fieldOfColumn(
  body: unknown,
  column: string,
  isValue: (text: string) => boolean,
): string | undefined {
  const own = findField(body, { path: [ownMember(body, column) ?? column] }, isValue);
  if (own !== undefined) return own;
  try {
    const holders = membersNamed(body, column).filter(({ value }) => holds(value, isValue));
    const holder = onlyOne(holders);
    return holder && toPointer(pathTo(holder));
  } catch {
    return undefined;
  }
}

/** Returns the pointer to the only member of the body that is named like a column and has a value that is accepted. */
export function refusedField(
  body: unknown,
  column: string,
  accepts: (value: unknown) => boolean,
): string | undefined {
  try {
    const refused = onlyOne(membersNamed(body, column).filter(({ value }) => accepts(value)));
    return refused && toPointer(pathTo(refused));
  } catch {
    return undefined;
  }
}

function membersNamed(body: unknown, name: string): readonly ValueNode[] {
  const names = spellingsOf(name);
  return walkValues(body, maximumNodes).filter(
    ({ name: own, depth }) => depth > 0 && names.includes(own),
  );
}

function ownMember(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  return spellingsOf(name).find((spelling) => Object.hasOwn(body, spelling));
}

function spellingsOf(name: string): readonly string[] {
  const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const camel = name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return [name, snake, camel];
}

function holds(value: unknown, isValue: (text: string) => boolean): boolean {
  const text = toText(value);
  return text !== undefined && isValue(text);
}

function onlyOne(nodes: readonly ValueNode[]): ValueNode | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}

function has(body: unknown, path: readonly string[]): boolean {
  let at = body;
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return false;
    at = Reflect.get(at, name);
  }
  return true;
}
