import { methodCall, nameOf, propertyOf, stringOf } from "../source/calls.ts";
import { nodeAt, nodesAt, type SyntaxNode } from "../source/syntax-node.ts";
import { textOf } from "./edit.ts";

/** A chain of express-validator, as a schema of zod. */
export interface ValidatorChain {
  /** The part of `validate`. */
  readonly part: "body" | "params" | "query";
  readonly field: string;
  readonly schema: string;
}

/**
 * Returns the schema of a chain; undefined for a chain that zod would understand in another way, or not at all.
 *
 * @param names The names that the module has imported from express-validator.
 */
export function toSchema(
  chain: SyntaxNode,
  names: ReadonlyMap<string, string>,
  source: string,
): ValidatorChain | undefined {
  const calls: Call[] = [];
  let at: SyntaxNode | undefined = chain;
  for (let call = methodCall(at); call; call = methodCall(at)) {
    calls.unshift({ method: call.method, given: call.arguments });
    at = call.object;
  }
  const part = parts.get(names.get(nameOf(nodeAt(at, "callee")) ?? "") ?? "");
  const [path, ...others] = nodesAt(at, "arguments");
  const field = stringOf(path);
  if (at?.type !== "CallExpression" || part === undefined || others.length > 0) return undefined;
  // A dot or a star would lead into an object or a list.
  if (field === undefined || !/^[A-Za-z_$][\w$]*$/.test(field)) return undefined;
  const schema = schemaOf(calls, source);
  return schema === undefined ? undefined : { part, field, schema };
}

interface Call {
  readonly method: string;
  readonly given: readonly SyntaxNode[];
}

const parts: ReadonlyMap<string, ValidatorChain["part"]> = new Map([
  ["body", "body"],
  ["param", "params"],
  ["query", "query"],
]);

function schemaOf(calls: readonly Call[], source: string): string | undefined {
  const methods = new Set(calls.map(({ method }) => method));
  const base = baseOf(methods);
  const rules = calls.map((call) =>
    base.covers.has(call.method) ? rangeOf(call) : ruleOf(call, source),
  );
  if (rules.includes(undefined)) return undefined;
  // In zod, what follows optional() or default() would be a rule of something else.
  const last = calls.findIndex(({ method }) => method === "optional" || method === "default");
  const [ends, others] = [
    rules.filter((_, index) => index === last),
    rules.filter((_, index) => index !== last),
  ];
  return `${base.text}${others.join("")}${ends.join("")}`;
}

interface Base {
  readonly text: string;
  /** The methods that the base itself expresses. */
  readonly covers: ReadonlySet<string>;
}

function baseOf(methods: ReadonlySet<string>): Base {
  if (methods.has("isInt"))
    return { text: "z.coerce.number().int()", covers: new Set(["isInt", "toInt"]) };
  if (methods.has("isFloat"))
    return { text: "z.coerce.number()", covers: new Set(["isFloat", "toFloat"]) };
  if (methods.has("isBoolean") && methods.has("toBoolean")) {
    const text =
      'z.union([z.boolean(), z.stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] })])';
    return { text, covers: new Set(["isBoolean", "toBoolean"]) };
  }
  return { text: "z.string()", covers: new Set(["isString"]) };
}

/** Reads `isInt({ min: 1, max: 100 })`; `toInt()` has nothing to read. */
function rangeOf({ given: [options, ...others] }: Call): string | undefined {
  if (!options) return "";
  return others.length > 0 ? undefined : minAndMax(options);
}

function minAndMax(options: SyntaxNode): string | undefined {
  const rules = ["min", "max"].flatMap((name) => {
    const value = propertyOf(options, name)?.["value"];
    return typeof value === "number" ? `.${name}(${value})` : [];
  });
  const isWhole = rules.length > 0 && rules.length === nodesAt(options, "properties").length;
  return isWhole ? rules.join("") : undefined;
}

/** The methods without arguments, and what zod calls them. */
const plain: ReadonlyMap<string, string> = new Map([
  ["isEmail", ".email()"],
  ["isURL", ".url()"],
  ["isUUID", ".uuid()"],
  ["notEmpty", ".min(1)"],
  ["optional", ".optional()"],
  ["toLowerCase", ".toLowerCase()"],
  ["toUpperCase", ".toUpperCase()"],
  ["trim", ".trim()"],
]);

function ruleOf({ method, given }: Call, source: string): string | undefined {
  const [first, ...others] = given;
  if (!first) return plain.get(method);
  if (others.length > 0) return undefined;
  if (method === "isLength") return minAndMax(first);
  // The default goes through the other rules, as in express-validator.
  if (method === "default" && first.type === "Literal")
    return `.prefault(${textOf(first, source)})`;
  return method === "matches" && isRegExp(first) ? `.regex(${textOf(first, source)})` : undefined;
}

function isRegExp(node: SyntaxNode): boolean {
  return node.type === "Literal" && "regex" in node;
}
