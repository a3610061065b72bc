/** The part of a response that the assertions read. A response of supertest has it. */
export interface TestedResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body as text. */
  readonly text: string;
}
