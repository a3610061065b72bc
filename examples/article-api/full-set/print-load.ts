import { parseArgs } from "node:util";
import { readSecret } from "../accounts/secret.ts";
import { createTokens } from "../accounts/tokens.ts";
import { runLoad } from "./load.ts";

// Sends requests to the full set for some seconds and prints what the clients saw: npm run load -- --seconds 10.

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    clients: { type: "string", default: "8" },
  },
});
const report = await runLoad({
  url: process.env["ARTICLES_URL"] || "http://127.0.0.1:8080",
  token: await createTokens(readSecret(process.env)).sign({ name: "load" }),
  milliseconds: Number(values.seconds) * 1_000,
  clients: Number(values.clients),
});
const { failedReads, failedWrites, confirmed, lost, ...rest } = report;
console.log(
  JSON.stringify(
    {
      ...rest,
      confirmed: confirmed.length,
      lost: lost.length,
      failedReads: failedReads.length,
      failedWrites: failedWrites.length,
      examples: [...new Set([...failedReads, ...failedWrites])].slice(0, 5),
    },
    undefined,
    2,
  ),
);
if (lost.length > 0 || failedReads.length > 0) process.exitCode = 1;
