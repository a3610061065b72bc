/** A problem as the error handler has built it, in the language of the code. */
export interface TranslatableProblem {
  /** The title of the code. */
  readonly title: string;
  /** The text about this failure. */
  readonly detail?: string;
  /** The advice for the client; only with `guidance`. */
  readonly fix?: string;
  /** The invalid fields. */
  readonly errors?: readonly TranslatableField[];
}

/** An invalid field. */
export interface TranslatableField {
  /** The code of the rule. */
  readonly code: string;
  /** The phrase that follows the name of the field. */
  readonly detail: string;
  /** The parameters of the rule. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** The texts of a problem in the language that a client prefers. */
export interface Translation {
  /** The language tag, which becomes `Content-Language`. */
  readonly language: string;
  /** The title of the code in this language. Default: unchanged. */
  readonly title?: string | undefined;
  /** The text about this failure. Default: unchanged. */
  readonly detail?: string | undefined;
  /** The advice for the client. Default: unchanged. */
  readonly fix?: string | undefined;
  /** The phrase of each invalid field, in the order of the problem. Default: unchanged. */
  readonly fields?: readonly string[] | undefined;
}

/** A failure whose problem is translated. */
export interface TranslatableFailure {
  /** The `Accept-Language` header of the request. */
  readonly accept: string | undefined;
  /** The error: what was thrown, or what a mapper made of it. */
  readonly error: unknown;
  /** The `Content-Language` that the error sets. */
  readonly language: string | undefined;
}

/**
 * Returns the texts of a problem in the language that the client prefers: the option `translate` of `errorHandler`. It is
 * called for each failure, and may throw; the problem then stays as it is. Codes and types are never translated.
 */
export type ProblemTranslator = (
  problem: TranslatableProblem,
  failure: TranslatableFailure,
) => Translation | undefined;
