import type { ChainStep } from "../express/middleware-chain.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { Rendering } from "../present/serialize.ts";
import type { ExplainedError, Explanation } from "./explanation.ts";
import type { SourceLine } from "./source-excerpt.ts";
import type { StackFrame } from "./stack-frames.ts";

/** A part of the developer's page, from which the HTML and the Markdown are made. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly label?: string; readonly text: string }
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }
  | { readonly kind: "list"; readonly items: readonly ListItem[] }
  | { readonly kind: "source"; readonly at: StackFrame; readonly lines: readonly SourceLine[] }
  | {
      readonly kind: "frames";
      readonly frames: readonly StackFrame[];
      /** The frame that is shown already, with its source. */
      readonly shown: StackFrame | undefined;
    };

/** A name and its value. */
export type Fact = readonly [name: string, value: string];

/** An item of a list, with its level of indentation. */
export interface ListItem {
  readonly text: string;
  readonly depth: number;
}

/** A heading and what is below it. */
export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** The headline of the page: what was thrown, and for which request. */
export interface Headline {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** Returns the headline of an explanation. */
export function headline(
  { errors, request, route, handler }: Explanation,
  { status, code, requestId }: ProblemDetails,
): Headline {
  const [thrown] = errors;
  const facts: (readonly [string, string | undefined])[] = [
    ["Response", `${status} ${code}`],
    ["Request", `${request.method} ${request.path}`],
    ["Route", route],
    ["Handler", handler],
    ["Request id", requestId],
  ];
  return { title: thrown ? titleOf(thrown) : code, facts: facts.filter(isKnown) };
}

/**
 * Returns the sections of an explanation, the most useful first.
 *
 * @param body The response to clients that get no details.
 */
export function sections(
  { decision, errors, alsoFailed, context, request, chain, declared }: Explanation,
  body: Rendering,
): readonly Section[] {
  const { reason, advice, withheld } = decision;
  const hidden = `Other clients do not get ${withheld.join(" or ")}.`;
  const all: readonly Section[] = [
    {
      heading: "Why the client gets this problem",
      blocks: [reason, advice, withheld.length > 0 ? hidden : "", maskText].flatMap((text) =>
        text ? [{ kind: "text", text }] : [],
      ),
    },
    ...errors.map((error, index) => ({
      heading: index === 0 ? "Where it was thrown" : `Caused by ${titleOf(error)}`,
      blocks: errorBlocks(error),
    })),
    ...alsoFailed.map((error) => ({
      heading: `Failed while the failure was handled: ${titleOf(error)}`,
      blocks: errorBlocks(error),
    })),
    { heading: "Context", blocks: context === undefined ? [] : [toCode(context)] },
    { heading: "The response to other clients", blocks: responseBlocks(body) },
    {
      heading: "The request",
      blocks: [
        ...request.parts.map(([name, value]) => toCode(value, name)),
        { kind: "facts", facts: request.headers },
      ],
    },
    {
      heading: "The handlers for this path, in order",
      blocks: chain.length > 0 ? [{ kind: "list", items: chain.map(toItem) }] : [],
    },
    {
      heading: "The errors that the operation declares",
      blocks: declared
        ? [{ kind: "list", items: declared.map((text) => ({ text, depth: 0 })) }]
        : [],
    },
  ];
  return all.filter(({ blocks }) => blocks.length > 0);
}

const maskText =
  "Secrets are masked: [password 3f2a] has the kind and four hexadecimal digits, which are the same for the same secret.";

function titleOf({ name, message, code }: ExplainedError): string {
  const title = message === "" ? name : `${name}: ${message}`;
  return code === undefined ? title : `${title} (${code})`;
}

function isKnown(fact: readonly [string, string | undefined]): fact is Fact {
  return fact[1] !== undefined;
}

function errorBlocks({ frames, origin, excerpt }: ExplainedError): readonly Block[] {
  const blocks: Block[] = [];
  const shown = excerpt.length > 0 ? origin : undefined;
  if (shown) blocks.push({ kind: "source", at: shown, lines: excerpt });
  if (frames.length > 0) blocks.push({ kind: "frames", frames, shown });
  if (blocks.length === 0) blocks.push({ kind: "text", text: "This error has no stack." });
  return blocks;
}

function responseBlocks({ body, contentType }: Rendering): readonly Block[] {
  return [
    { kind: "text", text: `Content-Type: ${contentType}` },
    { kind: "code", label: "Body", text: pretty(body) },
  ];
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

function toCode(value: unknown, label?: string): Block {
  const text = JSON.stringify(value, undefined, 2);
  return label === undefined ? { kind: "code", text } : { kind: "code", label, text };
}

function toItem({ kind, name, path, depth }: ChainStep): ListItem {
  const words = kind === "middleware" || kind === "handler" ? [name || "(no name)"] : [kind, name];
  const text = words.filter((word) => word !== "").join(" ");
  return { text: path === undefined ? text : `${text} on ${path}`, depth };
}
