/** What users may set of `validate`. */
export interface ValidateOptions {
  /**
   * The media types the route takes, for the `Accept` header of a 415.
   * Default: `["application/json"]`.
   */
  readonly accept?: readonly string[];
}
