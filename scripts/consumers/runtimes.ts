import { javaScript, success } from "./app.ts";
import type { Consumer } from "./consumer.ts";

const files = javaScript();
const runs = ["node app.mjs", "node app.cjs"];

/** The runtimes, the Expresses and the zods, the oldest and the newest of each, with `import` and `require`. */
export const runtimeConsumers: readonly Consumer[] = [
  ...["4.18.0", "4", "5.0.0", "5"].map((express) => ({
    name: `Express ${express}`,
    fast: express === "5",
    packages: [`express@${express}`, "zod@4"],
    files,
    runs,
  })),
  ...["3.25.1", "3.25", "4.0.0"].map((zod) => ({
    name: `zod ${zod}`,
    packages: ["express@5", `zod@${zod}`],
    files,
    runs,
  })),
  {
    name: "Without zod",
    fast: true,
    packages: ["express@5"],
    files: javaScript({ zod: false }),
    runs,
  },
  ...["20.19.0", "20", "22.12.0", "22", "24.0.0", "24", "26"].map((node) => ({
    name: `Node ${node}`,
    packages: [`node@${node}`, "express@5", "zod@4"],
    files,
    runs,
    prints: `${success} Node ${node}`,
  })),
  {
    name: "Bun 1",
    packages: ["bun@1", "express@5", "zod@4"],
    files,
    runs: ["bun app.mjs", "bun app.cjs"],
    prints: `${success} Bun 1`,
  },
  {
    name: "Deno 2",
    packages: ["deno@2", "express@5", "zod@4"],
    files,
    runs: ["deno run --allow-all app.mjs", "deno run --allow-all app.cjs"],
    prints: `${success} Deno 2`,
  },
];
