export { problemTypes, type ProblemTypesOptions } from "./problem-types.ts";
export type { ProblemTypeDescription } from "../catalog/describe-error.ts";
