export { english } from "./english.ts";
export { german } from "./german.ts";
export type { ValidationMessages } from "./messages.ts";
export type { Violation, ViolationCode, LengthUnit } from "./violation.ts";
