import type { AnyErrorFactory } from "./error-factory.ts";

/** The past and the future of a code; a member that is not declared is absent. */
export interface History {
  readonly since?: string;
  readonly deprecated?: true;
  readonly replacedBy?: string;
}

/** Returns what a declaration says of the past and the future of its code. */
export function historyOf({ since, deprecated, replacedBy }: AnyErrorFactory): History {
  return {
    ...(since !== undefined && { since }),
    ...(deprecated && { deprecated }),
    ...(replacedBy !== undefined && { replacedBy }),
  };
}

/** Returns the sentences that documents add to the description of a code. */
export function historyText({ since, deprecated, replacedBy }: History): string | undefined {
  const sentences = [
    since !== undefined && `Since ${since}.`,
    deprecated &&
      (replacedBy === undefined ? "Deprecated." : `Deprecated: \`${replacedBy}\` takes its place.`),
  ];
  return sentences.filter(Boolean).join(" ") || undefined;
}
