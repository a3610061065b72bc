import { javaScript } from "./app.ts";
import type { Consumer } from "./consumer.ts";

const files = javaScript();
const packages = ["express@5", "zod@4"];
const yarn4 = "npx --yes --package @yarnpkg/cli-dist@4 yarn";

/** Projects that another package manager than npm installs. */
export const packageManagerConsumers: readonly Consumer[] = [
  {
    name: "pnpm 12",
    packages,
    install: "npx --yes pnpm@12 add",
    files,
    runs: ["node app.mjs", "node app.cjs"],
  },
  {
    name: "yarn 1",
    packages,
    install: "npx --yes yarn@1 add --silent",
    files,
    runs: ["node app.mjs", "node app.cjs"],
  },
  {
    name: "yarn 4, Plug'n'Play",
    packages,
    install: `${yarn4} add`,
    files: {
      ...files,
      // An empty lock file makes a project of the folder, whatever is above it.
      "yarn.lock": "",
      ".yarnrc.yml": "nodeLinker: pnp\nenableTelemetry: false\nenableImmutableInstalls: false\n",
    },
    runs: [`${yarn4} node app.mjs`, `${yarn4} node app.cjs`],
  },
];
