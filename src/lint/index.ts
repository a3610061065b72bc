export { backstop, backstop as default } from "./plugin.ts";
export type { LintConfig, LintContext, LintPlugin, LintRule } from "./plugin.ts";
export type { SyntaxNode } from "../source/syntax-node.ts";
