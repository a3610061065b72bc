export { english } from "./english.ts";
export { german } from "./german.ts";
export type { Messages } from "./messages.ts";
export type { Rule, RuleCode, Unit } from "./violation.ts";
