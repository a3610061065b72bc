/**
 * Returns the ways to read a text: as it is, with its escapes resolved (JSON, URLs, HTML, several times over), and what
 * its runs of base64, hexadecimal digits and byte values say, several times over too. A view that repeats another one
 * is left out.
 */
export function textViews(text: string): readonly string[] {
  const views = new Set<string>();
  let found: readonly string[] = [text];
  for (let depth = 0; depth <= maximumDepth && found.length > 0; depth += 1) {
    const resolved = found.flatMap(resolvedTexts).filter((view) => !views.has(view));
    for (const view of resolved) views.add(view);
    found = resolved.map(decodeRuns).filter((view) => view !== "");
  }
  return [...views];
}

// How many encodings inside one another are decoded: more than any chain that happens by accident.
const maximumDepth = 4;

/** Returns a text, and what is left of it after each round of resolving its escapes. */
export function resolvedTexts(text: string): readonly string[] {
  const rounds = [text];
  let current = text;
  while (rounds.length <= maximumRounds) {
    const next = resolveEscapes(current);
    if (next === current) break;
    rounds.push(next);
    current = next;
  }
  return rounds;
}

const maximumRounds = 6;

function resolveEscapes(text: string): string {
  return text
    .replaceAll(/(?:%[\da-f]{2})+/gi, (run) => fromHex(run.replaceAll("%", "")))
    .replaceAll(/\\u([\da-f]{4})/gi, (_run, digits: string) => fromCodePoint(digits, 16))
    .replaceAll(/\\u\{([\da-f]{1,6})\}/gi, (_run, digits: string) => fromCodePoint(digits, 16))
    .replaceAll(/(?:\\x[\da-f]{2})+/gi, (run) => fromHex(run.replaceAll("\\x", "")))
    .replaceAll(/&#x([\da-f]{1,6});?/gi, (_run, digits: string) => fromCodePoint(digits, 16))
    .replaceAll(/&#(\d{1,7});?/g, (_run, digits: string) => fromCodePoint(digits, 10))
    .replaceAll(/&([a-z]{2,6});/gi, (run, name: string) => entities.get(name.toLowerCase()) ?? run)
    .replaceAll(/\\(.)/gs, (_run, escaped: string) => controls.get(escaped) ?? escaped);
}

const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["sol", "/"],
  ["plus", "+"],
  ["equals", "="],
]);

const controls: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
]);

function fromCodePoint(digits: string, radix: number): string {
  const point = Number.parseInt(digits, radix);
  return point <= 0x10_ff_ff ? String.fromCodePoint(point) : "";
}

function fromHex(digits: string): string {
  return Buffer.from(digits, "hex").toString();
}

/** Returns the readable texts inside the runs of a text that may be encoded bytes, one a line. */
function decodeRuns(text: string): string {
  const decoded = [
    ...runs(text, /[\w+/-]{11,}/g).flatMap((run) =>
      // A run may begin with characters that belong to something else, such as a path.
      [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), "base64")),
    ),
    // As digits, and as a Buffer is printed: 68 75 6e, 68:75:6e, 0x68, 0x75.
    ...runs(text, /(?:(?:0x)?[\da-f]{2}[\s:,-]{0,2}){4,}/gi).flatMap((run) => {
      const digits = run.replaceAll(/0x|[^\da-f]/gi, "");
      return [0, 1].map((start) => Buffer.from(digits.slice(start), "hex"));
    }),
    // As JSON.stringify writes a Buffer.
    ...runs(text, /(?:\d{1,3}[\s,]{1,40}){3,}\d{1,3}/g).map((run) =>
      Buffer.from((run.match(/\d+/g) ?? []).map(Number)),
    ),
  ];
  return [...new Set(decoded.flatMap(readable))].join("\n");
}

function runs(text: string, pattern: RegExp): readonly string[] {
  return text.match(pattern) ?? [];
}

/** Returns the parts of bytes that are text. Bytes that were not text to begin with seldom have any. */
function readable(bytes: Buffer): readonly string[] {
  // UTF-16 has a zero in each character of English.
  const text = bytes.toString().replaceAll("\0", "");
  return text.match(/[^\p{Cc}\uFFFD]{4,}/gu) ?? [];
}
