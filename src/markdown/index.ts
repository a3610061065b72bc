export { toMarkdown } from "./to-markdown.ts";
export type { ProblemDetails } from "../present/problem.ts";
