import { noText } from "../schema-check.ts";

/**
 * Gives the text that the schema's author wrote for an issue of zod; undefined where there is none.
 *
 * zod 4 gives an issue its text only when somebody asks: the check's or the schema's own, or the one that a refinement
 * brought along. zod 3 has asked already.
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

/** A check or a schema of zod 4, which may have a text of its own. */
export interface TextOwner {
  readonly _zod?: {
    readonly def?: {
      readonly error?: (issue: WithText) => string | { readonly message: string } | undefined;
    };
  };
}

/** What is read of an issue. */
interface WithText {
  readonly message?: string;
  readonly inst?: TextOwner;
  readonly schema?: TextOwner;
}
