import { guardProcess } from "express-backstop/process";
import { redisCache } from "../article-api/cache/redis-cache.ts";
import { byHand } from "./by-hand.ts";
import { toolkit } from "./toolkit.ts";

const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const reposUrl = process.env["REPOS_URL"] ?? "https://api.github.com";

const ways = {
  "by-hand": () => byHand(redisUrl, reposUrl),
  toolkit: () => toolkit(redisCache(redisUrl), reposUrl),
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
// The app by hand has no such guard: an uncaught exception ends the process.
if (way === "toolkit") guardProcess(server);

function isWay(name: string): name is keyof typeof ways {
  return Object.hasOwn(ways, name);
}
