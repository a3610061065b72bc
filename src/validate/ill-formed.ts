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
  const found: Found[] = [];
  collect(body, 0, found);
  return found;
}

const none: readonly IllFormedText[] = [];

interface Found extends IllFormedText {
  readonly path: PropertyKey[];
}

/** Adds the texts inside a value. Their paths are built on the way back: most bodies have none, and need no path. */
function collect(value: object, level: number, found: Found[]): void {
  // Deeper bodies are refused for their depth, and bytes may have any value.
  if (level > maximumLevels || ArrayBuffer.isView(value)) return;
  if (Array.isArray(value)) {
    // By index, since the keys of an array are texts that would have to be made.
    for (let index = 0; index < value.length; index += 1) add(value[index], index, level, found);
    return;
  }
  for (const key of Object.keys(value)) {
    if (key.isWellFormed()) add((value as Record<string, unknown>)[key], key, level, found);
    else if (found.length < maximumFound) found.push({ path: [], isName: true });
  }
}

/** Adds a member that is such a text, or the texts inside it. */
function add(member: unknown, key: PropertyKey, level: number, found: Found[]): void {
  if (found.length >= maximumFound) return;
  if (typeof member === "string") {
    if (!member.isWellFormed()) found.push({ path: [key], isName: false });
  } else if (typeof member === "object" && member !== null) {
    const before = found.length;
    collect(member, level + 1, found);
    for (let index = before; index < found.length; index += 1) found[index]?.path.unshift(key);
  }
}
