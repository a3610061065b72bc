import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

// Checks the words of comments, messages, test titles and pages, as far as a program can: banned phrases anywhere,
// and the first word of docstrings. CONTRIBUTING.md has the rules and their reasons.
//
//   npm run words
//   npm run words -- src/report docs

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Phrases that say something in a way that takes a second reading, and what to write instead. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/(?<!\bthere )\b(?:is|are|was|were) none\b/, "say what it is, or use `not`"],
  [
    /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|fewer\b|matter\b|such\b)/,
    "use `is not a`",
  ],
  [/\bof that(?=[.,;:)])/, "repeat the noun"],
  [/\bin the stead of\b/, "use `instead of`"],
  [/\bwho(?:so)?ever\b/, "name the person or the code"],
  [/\btells? whether\b/, "use `returns true if` or `checks whether`"],
  [/\b(?:its|their) own affair\b/, "say who decides"],
  [/\bhas no words? for\b/, "use `does not support` or `cannot express`"],
  [/\b(?:one|two|three|many) an? (?=time|day)/, "use `often`"],
  [/\bof (?:ours|yours|theirs) alone\b/, "use `only`"],
  [/\bfailing head\b/, "use `response head that cannot be written`"],
  [/\banswer(?:s|ed|ing)?\b/, "HTTP's word is `response`; a handler `responds`"],
  [
    /\b(?:catalogue|behaviour|colour|neighbour|favour|(?:normal|serial|recogn|author|initial|summar)is(?:e|es|ed|ing|ation)\b)/,
    "use the American spelling",
  ],
];

/** First words of a docstring that start a sentence nobody says. */
const firstWords =
  /^(?:Gives|Tells|Makes|Hands|Speaks|Stands|Whoever|Whatever|What|Who|That|Such)$/;

/** Words that end in `s` and are not the verb of a function's docstring. */
const noVerbs = /^(?:This|Its|As|Is|Was|Has|Does|Always|Us|Plus|Thus|Perhaps)$/;

const roots = process.argv.slice(2);
const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...roots], {
  encoding: "utf8",
});
const files = listed
  .split("\n")
  .filter((file) => /\.(?:ts|cjs|mjs|md)$/.test(file))
  .filter((file) => !/^api\/|^scripts\/check-words\.ts$/.test(file));

const findings: Finding[] = [];
for (const file of files) {
  const source = readFileSync(file, "utf8");
  if (file.endsWith(".md")) findings.push(...bannedPhrases(file, source));
  else findings.push(...bannedPhrases(file, withoutCode(source)), ...docstrings(file, source));
  if (file.startsWith("src/")) findings.push(...undocumented(file, source));
}

for (const { file, line, text } of findings) console.log(`${file}:${line}: ${text}`);
if (findings.length > 0) {
  const folders = findings.map(({ file }) => file.split("/").slice(0, 2).join("/"));
  for (const folder of new Set(folders)) {
    console.log(`${folder}: ${folders.filter((one) => one === folder).length}`);
  }
  console.log(`${findings.length} in all`);
  process.exitCode = 1;
}

function bannedPhrases(file: string, source: string): readonly Finding[] {
  return phrases.flatMap(([phrase, advice]) => {
    // A phrase may go on in the next line of a comment.
    const spanning = phrase.source.replaceAll(/(?<!\\) /g, String.raw`(?:\s+(?:\*|//|>)?\s*)`);
    return [...source.matchAll(new RegExp(spanning, "gi"))].map(({ 0: found, index }) => ({
      file,
      line: lineAt(source, index),
      text: `"${found.replaceAll(/\s+(?:\*|\/\/|>)?\s*/g, " ").trim()}": ${advice}`,
    }));
  });
}

/** Replaces all but comments and texts with spaces, so that each line keeps its number. */
function withoutCode(source: string): string {
  const prose =
    /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*|"(?:\\.|[^"\\\n])*"|`(?:\\.|\$\{[^`}]*\}|[^`\\])*`/gm;
  let kept = "";
  let end = 0;
  for (const { 0: text, index } of source.matchAll(prose)) {
    kept += blank(source.slice(end, index));
    // A text without a space is a name.
    kept += text.includes(" ") ? text.replaceAll(/\$\{[^}]*\}/g, blank) : blank(text);
    end = index + text.length;
  }
  return kept;
}

function blank(code: string): string {
  return code.replaceAll(/[^\n]/g, " ");
}

function docstrings(file: string, source: string): readonly Finding[] {
  const found: Finding[] = [];
  for (const match of source.matchAll(/\/\*\*\s*(?:\*\s*)?(\S+)[\s\S]*?\*\/\s*(.*)/g)) {
    const [, first = "", declaration = ""] = match;
    const word = first.replace(/\W+$/, "");
    const line = lineAt(source, match.index);
    const isExported =
      /^export (?:default )?(?:async )?function\b|^export const \w+ = (?:async )?\(/.test(
        declaration,
      );
    if (firstWords.test(word)) {
      found.push({ file, line, text: `a docstring begins with "${word}"` });
    } else if (isExported && (!/^[A-Z][\w-]*s$/.test(word) || noVerbs.test(word))) {
      found.push({
        file,
        line,
        text: `the docstring of an exported function begins with "${word}", not with a verb such as Returns`,
      });
    }
  }
  return found;
}

/** Returns the exports that have no docstring; of overloads, the first has it. */
function undocumented(file: string, source: string): readonly Finding[] {
  const declaration =
    /(.*)\n+export (?:(?:abstract|async|declare) )*(?:class|const|function|interface|type) (\w+)/g;
  return [...source.matchAll(declaration)]
    .filter(([, before = ""]) => !before.endsWith("*/"))
    .filter(
      ({ 2: name, index }) =>
        !new RegExp(`^export function ${name}\\b`, "m").test(source.slice(0, index + 1)),
    )
    .map(({ 1: before = "", 2: name, index }) => ({
      file,
      line: lineAt(source, index + before.length) + 1,
      text: `the export ${name} has no docstring`,
    }));
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}
