import { guardProcess } from "express-backstop/process";
import { callback } from "./by-hand/callback.ts";
import { customCheck } from "./by-hand/custom-check.ts";
import { promises } from "./by-hand/promises.ts";
import { tryCatch } from "./by-hand/try-catch.ts";
import { articleStore } from "./store.ts";
import { createApp } from "./toolkit/app.ts";
import { callback as toolkitCallback } from "./toolkit/callback.ts";
import { customCheck as toolkitCustomCheck } from "./toolkit/custom-check.ts";
import { promises as toolkitPromises } from "./toolkit/promises.ts";
import { tryCatch as toolkitTryCatch } from "./toolkit/try-catch.ts";

const store = articleStore();
store.down = process.env["STORE"] === "down";
store.broken = process.env["STORE"] === "broken";

const ways = {
  "by-hand/try-catch": () => tryCatch(store),
  "by-hand/callback": () => callback(store),
  "by-hand/promises": () => promises(store),
  "by-hand/custom-check": () => customCheck(store),
  "toolkit/try-catch": () => createApp(toolkitTryCatch(store)),
  "toolkit/callback": () => createApp(toolkitCallback(store)),
  "toolkit/promises": () => createApp(toolkitPromises(store)),
  "toolkit/custom-check": () => createApp(toolkitCustomCheck(store)),
};

const way = process.argv[2] ?? "";
if (!isWay(way)) {
  throw new TypeError(`Unknown way "${way}"; write one of: ${Object.keys(ways).join(", ")}`);
}

const server = ways[way]().listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1", (error) => {
  if (error) throw error;
  const address = server.address();
  if (address !== null && typeof address === "object") {
    console.log(`${way} listens on http://127.0.0.1:${address.port}`);
  }
});
// The apps by hand have no such guard: an uncaught exception ends the process.
if (way.startsWith("toolkit/")) guardProcess(server);

function isWay(name: string): name is keyof typeof ways {
  return Object.hasOwn(ways, name);
}
