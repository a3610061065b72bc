/** The broken rule of a field, without its place. */
export interface Violation {
  /** The stable code. */
  readonly code: ViolationCode;
  /** What the schema demands; shown to the client. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** What is counted, where the rule is about a size. */
  readonly unit?: LengthUnit;
  /** The text of the schema's author, which goes before ours. */
  readonly text?: string;
}

/** The codes of the rules; they are stable, whichever library checks. */
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

/** What a size is counted in. */
export type LengthUnit = "character" | "item" | "entry" | "byte";
