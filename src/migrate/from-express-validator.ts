import { calleeName, methodCall, nameOf, rootOf } from "../source/calls.ts";
import { usesOf } from "../source/functions.ts";
import { registrations } from "../source/handlers.ts";
import { allNodes, bare, nodeAt, nodesAt, type SyntaxNode } from "../source/syntax-node.ts";
import { type Edit, removeStatement, replace } from "./edit.ts";
import { importOf, type PackageImport } from "./imported-from.ts";
import { type Migration, nothingToDo } from "./migration.ts";
import { toSchema, type ValidatorChain } from "./validator-chain.ts";

const reason =
  "Nothing of express-validator was changed in this file, because one of its chains, or what is done with the result, is more than zod can say by itself. Write a schema, and validate({ body: schema }).";

/** Replaces simple chains of express-validator by schemas of zod, and removes the questions for their result. */
export const fromExpressValidator: Migration = {
  name: "express-validator",
  page: "migrating/express-validator.md",
  migrate({ program, text }) {
    const found = importOf(program, "express-validator");
    if (!found) return nothingToDo;
    const chains = replaceChains(program, found, text);
    const results = removeResults(program, found, text);
    const covered = (chains?.count ?? 0) + results.length;
    if (!chains || covered !== found.uses.length) {
      return { ...nothingToDo, undared: [{ node: found.statement, reason }] };
    }
    return {
      edits: [...chains.edits, ...results.flat(), removeStatement(found.statement, text)],
      imports: new Map([["validate", "validate"]]),
      undared: [],
      needsZod: true,
    };
  },
};

function replaceChains(
  program: SyntaxNode,
  { names }: PackageImport,
  source: string,
): { readonly edits: readonly Edit[]; readonly count: number } | undefined {
  // A chain elsewhere may be run by a function of the app.
  const registered = new Set(registrations(program).map(({ argument }) => argument));
  const edits: Edit[] = [];
  let count = 0;
  for (const { node } of allNodes(program)) {
    const members = node.type === "ArrayExpression" ? "elements" : "arguments";
    for (const run of runsOf(
      nodesAt(node, members),
      (one) => registered.has(one) && isChain(one, names),
    )) {
      const schemas = run.map((chain) => toSchema(chain, names, source));
      const known = schemas.filter((schema) => schema !== undefined);
      const [first] = run;
      if (!first || known.length < run.length) return undefined;
      edits.push(replace(first, toValidate(known), run.at(-1)));
      count += run.length;
    }
  }
  return { edits, count };
}

function isChain(node: SyntaxNode, names: ReadonlyMap<string, string>): boolean {
  const exported = names.get(nameOf(rootOf(node)) ?? "") ?? "";
  return node.type === "CallExpression" && /^(?:body|param|query)$/.test(exported);
}

/** Returns the nodes for which a test is true, in lists of neighbors. */
function runsOf(
  nodes: readonly SyntaxNode[],
  test: (node: SyntaxNode) => boolean,
): readonly (readonly SyntaxNode[])[] {
  const runs: SyntaxNode[][] = [];
  let isOpen = false;
  for (const node of nodes) {
    const fits = test(node);
    if (fits && isOpen) runs.at(-1)?.push(node);
    else if (fits) runs.push([node]);
    isOpen = fits;
  }
  return runs;
}

function toValidate(chains: readonly ValidatorChain[]): string {
  const parts = (["params", "query", "body"] as const).flatMap((part) => {
    const fields = chains.filter((chain) => chain.part === part);
    if (fields.length === 0) return [];
    const members = fields.map(({ field, schema }) => `${field}: ${schema}`);
    // express-validator leaves alone what has no chain.
    return `${part}: z.looseObject({ ${members.join(", ")} })`;
  });
  return `validate({ ${parts.join(", ")} })`;
}

/** Returns the edits that remove `const result = validationResult(req)` and the `if` after it that responds. */
function removeResults(
  program: SyntaxNode,
  { names }: PackageImport,
  source: string,
): readonly (readonly Edit[])[] {
  return allNodes(program).flatMap(({ node }) => {
    const statements = node.type === "BlockStatement" ? nodesAt(node, "body") : [];
    return statements.flatMap((statement, index) => {
      const [declarator, ...others] = nodesAt(statement, "declarations");
      const call = bare(nodeAt(declarator, "init"));
      const name = nameOf(nodeAt(declarator, "id"));
      const isResult = names.get(calleeName(call) ?? "") === "validationResult";
      const test = statements[index + 1];
      if (!isResult || name === undefined || others.length > 0 || !test || !refuses(test, name))
        return [];
      const isUsedLater = statements.slice(index + 2).some((one) => usesOf(name, one).length > 0);
      return isUsedLater
        ? []
        : [[removeStatement(statement, source), removeStatement(test, source)]];
    });
  });
}

/** Returns true for `if (!result.isEmpty()) { …; return; }`, also with a returned response. */
function refuses(statement: SyntaxNode, name: string): boolean {
  const test = statement.type === "IfStatement" ? nodeAt(statement, "test") : undefined;
  const call = methodCall(nodeAt(test, "argument"));
  const consequent = nodeAt(statement, "consequent");
  const body = consequent?.type === "BlockStatement" ? nodesAt(consequent, "body") : [consequent];
  return (
    test?.["operator"] === "!" &&
    call?.method === "isEmpty" &&
    nameOf(call.object) === name &&
    !nodeAt(statement, "alternate") &&
    body.at(-1)?.type === "ReturnStatement"
  );
}
