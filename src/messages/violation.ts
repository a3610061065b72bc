/** A rule that a value breaks. It does not contain the place of the value. */
export interface Violation {
  /** The stable code of the rule. */
  readonly code: ViolationCode;
  /** The code that the author of a rule chose. It replaces the code in a response, and has no message of its own. */
  readonly ownCode?: string;
  /** The parameters of the rule, taken from the schema. They are sent to the client. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The unit of a length. Default: `item`. */
  readonly unit?: LengthUnit;
  /** The message that the author of the schema wrote. It replaces the message of the language. */
  readonly text?: string;
}

/** The codes of the rules. They are the same for every schema library. */
export type ViolationCode =
  | "required"
  | "unknown_member"
  | "wrong_type"
  | "too_short"
  | "too_long"
  | "too_small"
  | "too_large"
  | "bad_format"
  | "not_one_of"
  | "not_multiple_of"
  | "no_variant_matched"
  | "several_variants_matched"
  | "bad_key"
  | "too_deep"
  | "invalid";

/** The unit in which a length is counted. */
export type LengthUnit = "character" | "item" | "entry" | "byte";
