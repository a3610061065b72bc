import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const routes = 300;
const codes = 60;
// Inside the package, so that its name leads to its source.
const folder = new URL("../../bench/out/many-operations/", import.meta.url);

it(
  "300 routes with typed errors compile, and one of them cannot create an error that it does not declare",
  { timeout: 240_000 },
  () => {
    mkdirSync(folder, { recursive: true });
    try {
      write("tsconfig.json", JSON.stringify({ extends: "../../../tsconfig.json", ...project }));
      write("errors.ts", catalog());
      write("routes.ts", router());

      expect(compile()).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

const project = {
  compilerOptions: { rootDir: "../../..", allowUnreachableCode: true },
  include: ["*.ts"],
  exclude: [],
};

function write(name: string, text: string): void {
  writeFileSync(new URL(name, folder), text);
}

function compile(): string {
  const tsc = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
  return spawnSync(tsc, ["-p", fileURLToPath(folder), "--pretty", "false"], { encoding: "utf8" })
    .stdout;
}

function catalog(): string {
  const entries = Array.from(
    { length: codes },
    (_, n) =>
      `error_number_${n}: { status: 404, title: "Error ${n}", data: z.object({ id${n}: z.string() }) },`,
  );
  return `import { defineErrors } from "express-backstop/catalog";
import { z } from "zod";
export const errors = defineErrors({ ${entries.join("\n")} });`;
}

function router(): string {
  const all = Array.from({ length: routes }, (_, n) => {
    const [code, other, undeclared] = [n % codes, (n + 1) % codes, (n + 2) % codes];
    const wrong = `// @ts-expect-error - another route declares it
      throw fail.error_number_${undeclared}({ id${undeclared}: "1" });`;
    return `router.post(
  "/things${n}/:id",
  validate({ body: z.object({ title: z.string(), n${n}: z.number() }) }),
  operation({ errors: [errors.error_number_${code}, errors.error_number_${other}] }).handler(async (req, res, fail) => {
    if (req.body.n${n} > 1) throw fail.error_number_${code}({ id${code}: req.params.id });
    ${n === 7 ? wrong : ""}
    res.json({ title: req.body.title });
  }),
);`;
  });
  return `import { Router } from "express";
import { validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { z } from "zod";
import { errors } from "./errors.ts";
export const router: Router = Router();
${all.join("\n")}`;
}
