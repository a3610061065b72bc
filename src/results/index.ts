export { multiStatus, type MultiStatusOptions, type SentItem } from "./multi-status.ts";
export { problemOf } from "./problem-of.ts";
export {
  unwrap,
  type ErrorOf,
  type ErrorsByTag,
  type ToHttpError,
  type ValueOf,
} from "./unwrap.ts";
export type { ProblemDetails } from "../present/problem.ts";
