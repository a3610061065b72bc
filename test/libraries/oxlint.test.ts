import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { createProject, run } from "../command/run-command.ts";

const oxlint = fileURLToPath(new URL("node_modules/oxlint/bin/oxlint", import.meta.url));

const rules = `"backstop/dropped-error": "error", "backstop/missing-return": "error",
  "backstop/throw-in-callback": "error", "backstop/unhandled-promise": "error",
  "backstop/status-on-error": "error", "backstop/debug-in-production": "error",
  "backstop/unwrapped-async-handler": "error"`;

const project = await createProject({
  ".oxlintrc.json": `{ "categories": { "correctness": "off" }, "jsPlugins": ["express-backstop/lint"], "rules": { ${rules} } }`,
  "app.ts": `import express, { type Request, type Response } from "express";
const app = express();
app.get("/", async (req: Request, res: Response) => {
  if (!req.query["q"]) res.sendStatus(400);
  res.json(await find(req.query as Query));
});
app.get("/file", (_req, res) => {
  read((err, text) => {
    res.send(text);
  });
  read((err, text) => {
    if (err) throw err;
    res.send(text);
  });
  find().then((one) => res.json(one));
  const error = new Error("x");
  (error as Failure).status = 404;
});
app.use(errorHandler({ debug: true }));
`,
});
afterAll(() => project[Symbol.dispose]());

it("oxlint finds each mistake in TypeScript with the plugin", async () => {
  const { stdout } = await run(project.folder, [oxlint, "--format", "json", "app.ts"]);

  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  const found = diagnostics.map(({ code, labels: [label] }) => `${label?.span.line} ${code}`);
  expect(new Set(found)).toEqual(
    new Set([
      "3 backstop(unwrapped-async-handler)",
      "4 backstop(missing-return)",
      "8 backstop(dropped-error)",
      "12 backstop(throw-in-callback)",
      "15 backstop(unhandled-promise)",
      "17 backstop(status-on-error)",
      "19 backstop(debug-in-production)",
    ]),
  );
});

interface Diagnostic {
  readonly code: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}
