import type { Messages } from "../messages/messages.ts";
import type { ResponseMode } from "./response-check.ts";

/** What users may set of `validate`. */
export interface ValidateOptions {
  /**
   * The media types the route takes, for the `Accept` header of a 415.
   * Default: `["application/json"]`.
   */
  readonly accept?: readonly string[];
  /**
   * The texts of other languages than English, by language tag: `{ de: german }`. `Accept-Language` chooses; a text of
   * the schema's author stays as it is. Default: none.
   */
  readonly languages?: Readonly<Record<string, Messages>>;
  /**
   * What becomes of an answer that does not fit its `response` schema. `enforce`: the client gets a 500, and one that
   * fits is stripped to its schema. `report`: it is sent as it is. Both report. `off`: nobody looks.
   * Default: `enforce`.
   */
  readonly responses?: ResponseMode;
}
