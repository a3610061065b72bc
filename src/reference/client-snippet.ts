import type { ReferenceError } from "./reference.ts";

/** Returns code of a client that recognizes an error. */
export function clientSnippet({ code, members }: ReferenceError): string {
  const names = Object.keys(members?.properties ?? {});
  const known = names.map((name) => `  problem${accessTo(name)};`);
  const body = known.length > 0 ? known : ["  problem.detail;"];
  return [
    'import { safe } from "express-backstop/client";',
    "",
    "const result = await safe(fetch(url), errors);",
    "const problem = result.ok ? undefined : result.problem;",
    `if (problem?.known && problem.code === ${JSON.stringify(code)}) {`,
    ...body,
    "}",
  ].join("\n");
}

function accessTo(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
