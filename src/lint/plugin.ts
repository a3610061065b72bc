import { unwrappedAsyncHandler } from "../source/rules/unwrapped-async-handler.ts";
import type { SourceRule } from "../source/source-rule.ts";
import { sourceRules } from "../source/source-rules.ts";
import type { SyntaxNode } from "../source/syntax-node.ts";

/** A rule as ESLint and oxlint call it. */
export interface LintRule {
  /** The texts that linters show. */
  readonly meta: {
    readonly type: "problem";
    readonly docs: { readonly description: string; readonly url: string };
    readonly messages: Readonly<Record<"found", string>>;
    readonly schema: readonly [];
  };
  /** Creates the visitor for one file. */
  create(context: LintContext): { Program(program: SyntaxNode): void };
}

/** The part of a linter's context that the rules need. */
export interface LintContext {
  /** Reports a mistake. */
  report(descriptor: { readonly node: never; readonly messageId: "found" }): void;
}

/** The plugin: its name, its rules, and two sets of them. */
export interface LintPlugin {
  readonly meta: { readonly name: string };
  /** The rules, by name. */
  readonly rules: Readonly<Record<string, LintRule>>;
  /** The sets: `recommended` for Express 5, `express4` with the rule about async handlers too. */
  readonly configs: Readonly<Record<"express4" | "recommended", LintConfig>>;
}

/** A config for ESLint's flat configuration. */
export interface LintConfig {
  readonly name: string;
  readonly plugins: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, "error">>;
}

const name = "backstop";
const pages = "https://github.com/express-backstop/express-backstop/blob/main/docs/doctor.md";

/** No rule about one file can know whether replaceErrorResponses in another file makes this right. */
const ofWholeApp: ReadonlySet<string> = new Set(["foreign-error-response"]);

/**
 * The plugin for ESLint and oxlint: the mistakes that `doctor` finds in the source, while the code is written.
 *
 * @example
 * export default [backstop.configs.recommended];
 */
export const backstop: LintPlugin = createPlugin();

function createPlugin(): LintPlugin {
  const always = sourceRules.filter(({ id }) => !ofWholeApp.has(id));
  const all = [...always, unwrappedAsyncHandler];
  const plugin = {
    meta: { name },
    rules: Object.fromEntries(all.map((rule) => [rule.id, toLintRule(rule)])),
  };
  const toConfig = (set: string, rules: readonly SourceRule[]): LintConfig => ({
    name: `${name}/${set}`,
    plugins: { [name]: plugin },
    rules: Object.fromEntries(rules.map(({ id }) => [`${name}/${id}`, "error"])),
  });
  return {
    ...plugin,
    configs: { recommended: toConfig("recommended", always), express4: toConfig("express4", all) },
  };
}

function toLintRule(rule: SourceRule): LintRule {
  return {
    meta: {
      type: "problem",
      docs: { description: rule.reason, url: `${pages}#${rule.id}` },
      messages: { found: `${rule.reason} ${rule.cure}` },
      schema: [],
    },
    create: (context) => ({
      Program(program) {
        for (const node of rule.find(program)) {
          // The node is one of the linter's own, which each linter types in its way.
          context.report({ node: node as never, messageId: "found" });
        }
      },
    }),
  };
}
