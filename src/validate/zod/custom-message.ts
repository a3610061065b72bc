// zod's own texts are never sent: they may quote the value, and have one language. A schema therefore runs with an
// error map that returns this mark in place of zod's text, and an issue with the mark has no text of the author's.
const noText = "express-backstop: no text";

/** Returns the text of zod 4's error map, which zod calls only if the author wrote no text. */
export function withoutZod4Texts(): string {
  return noText;
}

/** Returns the text of zod 3's error map, which zod always calls, with the author's text or its own as the default. */
export function withoutZod3Texts(
  issue: Zod3Issue,
  { defaultError }: { readonly defaultError: string },
): { readonly message: string } {
  const isAuthors = issue.code === "invalid_type" && !isZod3Text(issue, defaultError);
  return { message: isAuthors ? defaultError : noText };
}

interface Zod3Issue {
  readonly code: string;
  readonly expected?: unknown;
  readonly received?: unknown;
}

function isZod3Text({ expected, received }: Zod3Issue, text: string): boolean {
  return (
    text === "Required" || text === `Expected ${String(expected)}, received ${String(received)}`
  );
}

/**
 * Returns the text that the schema's author wrote for an issue of zod; undefined if there is none.
 *
 * An issue of zod 3 has its text. An issue of zod 4 may have none yet: then the check's own text is used, or else the
 * schema's own.
 */
export function customMessage(issue: WithText): string | undefined {
  const text =
    issue.message ?? ownText(issue.inst, issue) ?? ownText(issue.schema, issue) ?? noText;
  return text === noText || text === "" ? undefined : text;
}

function ownText(owner: TextOwner | undefined, issue: WithText): string | undefined {
  const { _zod: internals } = owner ?? {};
  const text = internals?.def?.error?.(issue);
  return typeof text === "string" ? text : text?.message;
}

/** A check or a schema of zod 4, which may have a text. */
export interface TextOwner {
  readonly _zod?: {
    readonly def?: {
      readonly error?: (issue: WithText) => string | { readonly message: string } | undefined;
    };
  };
}

/** The members of an issue that are read here. */
interface WithText {
  readonly message?: string;
  readonly inst?: TextOwner;
  readonly schema?: TextOwner;
}
