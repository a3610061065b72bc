import { nameOf, propertyName } from "../source/calls.ts";
import { importsOf } from "../source/imports.ts";
import { nodeAt, nodesAt, type SyntaxNode, textAt } from "../source/syntax-node.ts";
import { type Edit, removeStatement, replace, textOf } from "./edit.ts";
import { importOf } from "./imported-from.ts";
import { type Migration, nothingToDo, type Undared } from "./migration.ts";

/** Replaces express-zod-safe where the schemas are written in the call. */
export const fromZodSafe: Migration = {
  name: "express-zod-safe",
  page: "migrating/express-zod-safe.md",
  migrate({ program, text }) {
    const found = importOf(program, "express-zod-safe");
    if (!found) return nothingToDo;
    const edits: Edit[] = [];
    const undared: Undared[] = [];
    const hasZ = importsOf(program).has("z");
    for (const use of found.uses) {
      const [call] = use.around;
      const parts =
        call && nodeAt(call, "callee") === use.node ? partsOf(call, zodParts) : undefined;
      if (!parts || !hasZ) undared.push({ node: use.node, reason: notWritten });
      else edits.push(...parts.map((one) => replace(one, toStrictObject(one, text))));
    }
    if (undared.length > 0) return { ...nothingToDo, undared };
    return {
      edits: [...edits, removeStatement(found.statement, text)],
      imports: new Map([...found.names.keys()].map((local) => [local, "validate"])),
      undared,
    };
  },
};

const notWritten =
  "Nothing was changed in this file, because the schemas of this call are not written in it, or it has options. Write validate({ params, query, body }) with z.strictObject(…).";

const zodParts: ReadonlySet<string> = new Set(["params", "query", "body"]);

/** express-zod-safe refuses members that a shape does not have. */
function toStrictObject(value: SyntaxNode, source: string): string {
  const text = textOf(value, source);
  return value.type === "ObjectExpression" ? `z.strictObject(${text})` : text;
}

/** Replaces celebrate where it has schemas of params, query and body, written in the call. */
export const fromCelebrate: Migration = {
  name: "celebrate",
  page: "migrating/celebrate.md",
  migrate({ program, text }) {
    const found = importOf(program, "celebrate");
    const local = [...(found?.names ?? [])].find(([, name]) => name === "celebrate")?.[0];
    if (!found || local === undefined) return nothingToDo;
    const edits: Edit[] = [];
    const undared: Undared[] = [];
    for (const use of found.uses.filter(({ node }) => nameOf(node) === local)) {
      const [call] = use.around;
      const changed =
        call && nodeAt(call, "callee") === use.node ? toValidate(call, text) : undefined;
      if (!call || !changed) undared.push({ node: use.node, reason: notPlain });
      else edits.push(replace(call, changed));
    }
    const left = found.uses.filter(
      (use) => nameOf(use.node) !== local && found.names.get(nameOf(use.node) ?? "") === "errors",
    );
    for (const { node } of left) {
      undared.push({
        node,
        reason:
          "errors() of celebrate is not needed any more. Write errorHandler() in its place, last.",
      });
    }
    return { edits, imports: new Map(edits.length > 0 ? [["validate", "validate"]] : []), undared };
  },
};

const notPlain =
  "Not changed, because its schemas are not written in the call, or are of headers or cookies. Write validate({ params, query, body }).";

const segments: ReadonlyMap<string, string> = new Map([
  ["PARAMS", "params"],
  ["QUERY", "query"],
  ["BODY", "body"],
]);

function toValidate(call: SyntaxNode, source: string): string | undefined {
  const [schemas] = nodesAt(call, "arguments");
  if (schemas?.type !== "ObjectExpression") return undefined;
  const parts = nodesAt(schemas, "properties").map((property) => {
    const key = nodeAt(property, "key");
    const name =
      property["computed"] === true ? segments.get(propertyName(key) ?? "") : textAt(key, "name");
    const value = nodeAt(property, "value");
    if (name === undefined || !zodParts.has(name) || !value) return undefined;
    const text = textOf(value, source);
    // celebrate reports all invalid fields with abortEarly: false; validate always does.
    const schema = value.type === "ObjectExpression" ? `Joi.object(${text})` : text;
    return `${name}: ${schema}.prefs({ abortEarly: false })`;
  });
  return parts.includes(undefined) ? undefined : `validate({ ${parts.join(", ")} })`;
}

/** Returns the values of the parts of a call such as `validate({ body: { … } })`; undefined if it has anything else. */
function partsOf(call: SyntaxNode, known: ReadonlySet<string>): readonly SyntaxNode[] | undefined {
  const [schemas, ...options] = nodesAt(call, "arguments");
  if (schemas?.type !== "ObjectExpression" || options.length > 0) return undefined;
  const values = nodesAt(schemas, "properties").map((property) => {
    const value = nodeAt(property, "value");
    const isWritten = value?.type === "ObjectExpression" || value?.type === "CallExpression";
    return isWritten && known.has(textAt(nodeAt(property, "key"), "name") ?? "")
      ? value
      : undefined;
  });
  const found = values.filter((value) => value !== undefined);
  return found.length === values.length ? found : undefined;
}
