/** The part of the request that contains a field. */
export type RequestPart = "body" | "query" | "params" | "headers" | "cookies";

/** One invalid field: its place and the rule that it breaks. It never contains the value that was sent. */
export interface FieldError {
  /** The part of the request that contains the field. */
  readonly in: RequestPart;
  /** The place inside this part as a JSON Pointer fragment (RFC 6901 §6), such as `#/tags/1`. `#` is the whole part. */
  readonly pointer: string;
  /** The stable code of the broken rule. */
  readonly code: string;
  /** A phrase that follows the name of the field, such as `is required`. */
  readonly detail: string;
  /** The places of other fields that the same rule is about, in the same part. Default: none. */
  readonly also?: readonly string[];
  /** The parameters of the rule, taken from the schema, such as `{ minimum: 1 }`. */
  readonly params?: Readonly<Record<string, unknown>>;
}
