import type { Block, Headline, Section } from "./sections.ts";
import type { StackFrame } from "./stack-frames.ts";

/** Writes the page as Markdown, for an issue, a chat or an agent. */
export function toMarkdown({ title, facts }: Headline, sections: readonly Section[]): string {
  const parts = [
    `# ${inline(title)}`,
    factLines(facts),
    ...sections.flatMap(({ heading, blocks }) => [
      `## ${inline(heading)}`,
      ...blocks.map(blockText),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "text":
      return inline(block.text);
    case "code":
      return (block.label === undefined ? "" : `${inline(block.label)}:\n\n`) + fenced(block.text);
    case "facts":
      return factLines(block.facts);
    case "list":
      return block.items
        .map(({ text, depth }) => `${"  ".repeat(depth)}- ${inline(text)}`)
        .join("\n");
    case "source":
      return `${inline(block.at.text)}\n\n${fenced(
        block.lines
          .map(({ number, text, isCurrent }) => `${isCurrent ? ">" : " "} ${number} ${text}`)
          .join("\n"),
      )}`;
    case "frames":
      return fenced(block.frames.map(frameLine).join("\n"));
    default:
      return block satisfies never;
  }
}

function frameLine({ text }: StackFrame): string {
  return `at ${text}`;
}

function factLines(facts: Headline["facts"]): string {
  return facts.map(([name, value]) => `- ${inline(name)}: ${inline(value)}`).join("\n");
}

/** Writes a text in one line, in which nothing begins a tag, a link, code or emphasis. An underscore in a word is harmless. */
function inline(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*<]|(?<!\w)_|_(?!\w)|\](?=[([:])/g, String.raw`\$&`);
}

/** Writes a text in a fence that is longer than every fence in the text (CommonMark §4.5). */
function fenced(text: string): string {
  let longest = 2;
  for (const [ticks] of text.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
