/** The part of the request in which a field stands. */
export type RequestPart = "body" | "query" | "params" | "headers" | "cookies";

/** One bad field: where it is and which rule it broke, never what was sent. */
export interface FieldError {
  /** The part of the request. */
  readonly in: RequestPart;
  /** The place inside that part, as an RFC 6901 fragment: `#/tags/1`; `#` is the whole part. */
  readonly pointer: string;
  /** The stable code of the broken rule. */
  readonly code: string;
  /** One phrase about the rule that reads after the field's name: `is required`. */
  readonly detail: string;
  /** What the rule demands, from the schema: `{ minimum: 1 }`. */
  readonly params?: Readonly<Record<string, unknown>>;
}
