import { resolvedTexts, textViews } from "./text-views.ts";

/** How a text repeats a secret. */
export type Repetition = "as it is" | "encoded" | "backwards" | "in pieces";

/** Returns the ways to read a text, each with one form of each letter. */
export function foldedViews(text: string): readonly string[] {
  return textViews(text).map(fold);
}

/**
 * Returns how a text repeats a secret: eight characters of it in a row, whatever their case, plain or encoded, or
 * backwards, or with other characters between them. Returns undefined if the text does not. A shorter secret has to be
 * there as a whole.
 *
 * @param views The ways to read the text.
 */
export function findSecret(views: readonly string[], secret: string): Repetition | undefined {
  const [asGiven = "", ...resolved] = resolvedTexts(secret).map(fold);
  const isLong = ({ length }: string): boolean => length >= Math.min(windowLength, asGiven.length);
  const spellings = [asGiven, ...resolved.filter(isLong)];
  const forwards = windowsOf(spellings);
  const backwards = windowsOf(spellings.map((one) => Array.from(one).toReversed().join("")));
  for (const [index, view] of views.entries()) {
    if (hasWindow(view, forwards)) return index === 0 ? "as it is" : "encoded";
    if (hasWindow(view, backwards)) return "backwards";
  }
  // Of a short secret, the pieces are too common.
  const bare = windowsOf(spellings.map(letters).filter(({ length }) => length >= windowLength));
  return views.some((view) => hasWindow(letters(view), bare)) ? "in pieces" : undefined;
}

const windowLength = 8;

/** The parts of a secret that are looked for, all of the same length. */
interface Windows {
  readonly length: number;
  readonly texts: ReadonlySet<string>;
}

function windowsOf(spellings: readonly string[]): Windows {
  const length = Math.min(windowLength, ...spellings.map((one) => one.length));
  const texts = new Set<string>();
  for (const one of spellings) {
    for (let start = 0; start + length <= one.length; start += 1) {
      texts.add(one.slice(start, start + length));
    }
  }
  return { length, texts };
}

function hasWindow(text: string, { length, texts }: Windows): boolean {
  for (let start = 0; start + length <= text.length && texts.size > 0; start += 1) {
    if (texts.has(text.slice(start, start + length))) return true;
  }
  return false;
}

/** Converts to one form of each letter: of capitals, and of full-width letters. */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Leaves out whatever may stand between the pieces of a secret. */
function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, "");
}
