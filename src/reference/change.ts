/** One difference of two references, and whether it can break a client. */
export interface Change {
  /** The rule that judged it. */
  readonly rule: ChangeRule;
  readonly breaking: boolean;
  /** Where it is: a code, a code and a member, or an operation. */
  readonly place: string;
  /** The values before and after. */
  readonly text: string;
}

/** The rules, and whether a change that they find can break a client. */
export const changeRules = {
  "code-removed": true,
  "status-changed": true,
  "type-changed": true,
  "member-removed": true,
  "member-optional": true,
  "member-required": true,
  "member-widened": true,
  "operation-removed": true,
  "operation-code-added": true,
  "code-added": false,
  "title-changed": false,
  "texts-changed": false,
  "retry-changed": false,
  "member-added": false,
  "member-narrowed": false,
  "operation-added": false,
  "operation-code-removed": false,
} as const;

/** The name of a rule. */
export type ChangeRule = keyof typeof changeRules;

/** Creates a change. */
export function toChange(rule: ChangeRule, place: string, text: string): Change {
  return { rule, breaking: changeRules[rule], place, text };
}
