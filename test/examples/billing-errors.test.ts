import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsc = `${root}node_modules/.bin/tsc`;

it("a catalog is packed as a package, and a service that installs it merges it and reads its problems", () => {
  mkdirSync(`${root}bench/out`, { recursive: true });
  const folder = mkdtempSync(`${root}bench/out/billing-`);
  try {
    pack(folder);
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(project));
    writeFileSync(`${folder}/package.json`, JSON.stringify({ type: "module" }));
    writeFileSync(`${folder}/service.ts`, service);

    expect(run(tsc, ["-p", folder, "--noEmit"])).toBe("");
    const node = [
      "--import",
      "tsx",
      "--conditions=express-backstop/source",
      `${folder}/service.ts`,
    ];
    expect(JSON.parse(run(process.execPath, node))).toEqual({
      codes: [
        "article_gone",
        "billing_card_declined",
        "billing_conflict",
        "billing_invoice_locked",
      ],
      known: true,
      reason: "expired",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Builds and packs the example, and installs the package beside this one. */
function pack(folder: string): void {
  const source = `${folder}/source`;
  cpSync(`${root}examples/billing-errors`, source, { recursive: true });
  mkdirSync(`${folder}/node_modules/@example/billing-errors`, { recursive: true });
  symlinkSync(root, `${folder}/node_modules/express-backstop`, "dir");
  // The source of this package takes the place of its declarations, and is emitted beside the catalog.
  const emitted = `${folder}/emitted`;
  const conditions = [
    "--customConditions",
    "express-backstop/source",
    "--rewriteRelativeImportExtensions",
  ];
  run(tsc, ["-p", `${source}/package`, ...conditions, "--rootDir", root, "--outDir", emitted]);
  cpSync(`${emitted}/${relative(root, source)}`, `${source}/package/dist`, { recursive: true });
  rmSync(emitted, { recursive: true });
  const options = ["--ignore-scripts", "--pack-destination", folder, `${source}/package`];
  const archive = run("npm", ["pack", "--silent", ...options]).trim();
  const target = `${folder}/node_modules/@example/billing-errors`;
  run("tar", ["-xzf", `${folder}/${archive}`, "--strip-components=1", "-C", target]);
  rmSync(source, { recursive: true });
}

function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
}

const project = {
  extends: "../../../tsconfig.json",
  compilerOptions: { rootDir: "../../.." },
  include: ["service.ts"],
  exclude: [],
};

const service = `
import { billingErrors } from "@example/billing-errors";
import { defineErrors, mergeErrors } from "express-backstop/catalog";
import { readProblem } from "express-backstop/client";

const own = defineErrors({ article_gone: { status: 410, title: "Article gone" } });
const errors = mergeErrors(own, billingErrors);
// @ts-expect-error - its data is typed across the package
errors.billing_card_declined({ reason: "stolen" });

const body = {
  type: "https://billing.example.com/problems/billing_card_declined",
  title: "Card declined",
  status: 402,
  code: "billing_card_declined",
  reason: "expired",
};
const problem = await readProblem(Response.json(body, { status: 402 }), errors);
const reason = problem.known && problem.code === "billing_card_declined" ? problem.reason : undefined;
reason satisfies "expired" | "insufficient_funds" | "other" | undefined;
console.log(JSON.stringify({ codes: Object.keys(errors).sort(), known: problem.known, reason }));
`;
