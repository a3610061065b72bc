export { english } from "./validate/english.ts";
export { german } from "./validate/german.ts";
export type { Messages } from "./validate/messages.ts";
export type { Rule, RuleCode, Unit } from "./validate/rule.ts";
