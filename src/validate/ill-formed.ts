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
  if (typeof body === "string") return body.isWellFormed() ? none : [{ path: [], isName: false }];
  if (typeof body !== "object" || body === null) return none;
  const found: IllFormedText[] = [];
  collect(body, [], found);
  return found;
}

const none: readonly IllFormedText[] = [];

function collect(value: object, path: PropertyKey[], found: IllFormedText[]): void {
  // Deeper bodies are refused for their depth, and bytes may have any value.
  if (path.length > maximumLevels || ArrayBuffer.isView(value)) return;
  for (const key of Object.keys(value)) {
    if (found.length >= maximumFound) return;
    const isName = !key.isWellFormed();
    const member = (value as Record<string, unknown>)[key];
    if (isName || (typeof member === "string" && !member.isWellFormed())) {
      found.push({ path: isName ? [...path] : [...path, toKey(value, key)], isName });
    } else if (typeof member === "object" && member !== null) {
      path.push(toKey(value, key));
      collect(member, path, found);
      path.pop();
    }
  }
}

function toKey(value: object, key: string): PropertyKey {
  return Array.isArray(value) ? Number(key) : key;
}
