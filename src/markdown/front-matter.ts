/**
 * Writes members as YAML front matter, one on each line. The values are JSON, which is a part of YAML 1.2, so a text
 * stays inside its quotes. A member that JSON cannot hold is left out.
 */
export function toFrontMatter(members: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(members).flatMap(([name, value]) => {
    const text = toJson(value);
    // YAML allows no longer keys (§7.4.2).
    if (text === undefined || name.length > maximumName) return [];
    return `${plainName.test(name) ? name : toJson(name)}: ${text}`;
  });
  return ["---", ...lines, "---"].join("\n");
}

const maximumName = 200;

/** A name that YAML takes for a text, unlike `yes` and `null`. */
const plainName = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z]\w*$/i;

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)?.replaceAll(unsafe, escapeUnits);
  } catch {
    return undefined;
  }
}

/**
 * Characters that nobody sees or that YAML refuses, and those with which a reader that does not know front matter would
 * see a link, a tag or a code span. JSON has them only inside its texts.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}`<>&(*]/gu;

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
