import type { Consumer } from "./consumer.ts";

const app = `
const app = express();
app.use(requestContext());
app.get("/", asyncHandler(async () => { throw new NotFoundError("Nothing here."); }));
app.use(notFoundHandler(), errorHandler({ reporter: false }));
const server = app.listen(0, async () => {
  const response = await fetch("http://127.0.0.1:" + server.address().port);
  const { detail } = await response.json();
  server.close();
  if (response.status !== 404 || detail !== "Nothing here.") throw new Error(response.status + " " + detail);
});
`;
const names = "asyncHandler, errorHandler, NotFoundError, notFoundHandler, requestContext";
const imports = `import express from "express";\nimport { ${names} } from "express-backstop";\n`;
const requires = `const express = require("express");\nconst { ${names} } = require("express-backstop");\n`;

const files = { "app.mjs": imports + app, "app.cjs": requires + app };

/** Apps in both module systems, as they are and bundled. */
export const moduleConsumers: readonly Consumer[] = [
  ...["4", "5"].map((express) => ({
    name: `import and require, Express ${express}`,
    fast: express === "5",
    packages: [`express@${express}`],
    files,
    steps: [
      ["node", "app.mjs"],
      ["node", "app.cjs"],
    ],
  })),
  ...["20.19", "22.12", "24"].map((node) => ({
    name: `import and require, Node ${node}`,
    fast: false,
    packages: ["express@5", `node@${node}`],
    files,
    steps: [
      ["npx", "node", "app.mjs"],
      ["npx", "node", "app.cjs"],
    ],
  })),
  ...(["esm", "cjs"] as const).map((format) => ({
    name: `esbuild, ${format}`,
    fast: false,
    packages: ["express@5", "esbuild"],
    files,
    steps: [
      [
        "npx",
        "esbuild",
        `app.${format === "esm" ? "mjs" : "cjs"}`,
        "--bundle",
        "--platform=node",
        "--outfile=out.cjs",
      ],
      ["node", "out.cjs"],
    ],
  })),
  {
    name: "Bun",
    fast: false,
    packages: ["express@5", "bun"],
    files,
    steps: [
      ["npx", "bun", "app.mjs"],
      ["npx", "bun", "app.cjs"],
    ],
  },
];
