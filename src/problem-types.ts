export { problemTypes, type ProblemTypesOptions } from "./problem-types/problem-types.ts";
export type { ProblemTypeDescription } from "./problem-types/describe.ts";
