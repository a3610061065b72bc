/** Where a text is not Unicode: a value or the name of a member. */
export interface IllFormedText {
  /** The path of the value, or of the object whose member has the name. */
  readonly path: readonly PropertyKey[];
  readonly isName: boolean;
}

const maximumLevels = 1000;
const maximumFound = 100;

/**
 * Finds the texts of a parsed body that contain a lone surrogate, at most 100. JSON can write one as an escape (RFC 8259
 * §8.2), but UTF-8 cannot: a database would refuse it, or store another character.
 */
export function illFormedTexts(body: unknown): readonly IllFormedText[] {
  if (isWellFormed(body, 0)) return none;
  if (typeof body === "string") return [{ path: [], isName: false }];
  const found: IllFormedText[] = [];
  collect(body, [], found);
  return found;
}

const none: readonly IllFormedText[] = [];

/** Returns true if no text has a lone surrogate, as in almost every body. Keeping no paths halves the time. */
function isWellFormed(value: unknown, level: number): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (!hasMembers(value, level)) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (!isWellFormed(item, level + 1)) return false;
    return true;
  }
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed() || !isWellFormed(member, level + 1)) return false;
  }
  return true;
}

/** Returns true for what is searched. Deeper bodies are refused for their depth, and bytes may have any value. */
function hasMembers(value: unknown, level: number): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    level <= maximumLevels &&
    !ArrayBuffer.isView(value)
  );
}

function collect(value: unknown, path: PropertyKey[], found: IllFormedText[]): void {
  if (!hasMembers(value, path.length)) return;
  for (const key of Object.keys(value)) {
    if (found.length >= maximumFound) return;
    const isName = !key.isWellFormed();
    const member = (value as Record<string, unknown>)[key];
    if (isName || (typeof member === "string" && !member.isWellFormed())) {
      found.push({ path: isName ? [...path] : [...path, toKey(value, key)], isName });
    } else {
      path.push(toKey(value, key));
      collect(member, path, found);
      path.pop();
    }
  }
}

function toKey(value: object, key: string): PropertyKey {
  return Array.isArray(value) ? Number(key) : key;
}
