import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { safe } from "express-backstop/client";
import { errors } from "../errors.ts";

// Prints the jobs of the user whose token is in TOKEN: npm run jobs -- --state dead, --watch, or --retry <id>.

const { values } = parseArgs({
  options: {
    state: { type: "string" },
    retry: { type: "string" },
    watch: { type: "boolean", default: false },
  },
});
const url = process.env["ARTICLES_URL"] || "http://localhost:3000";
const query = values.state === undefined ? "" : `?state=${encodeURIComponent(values.state)}`;

try {
  if (values.retry !== undefined) {
    await ask(`/jobs/${encodeURIComponent(values.retry)}/retry`, "POST");
  }
  do {
    await print();
    if (values.watch) await sleep(1_000);
  } while (values.watch);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function print() {
  const response = await ask(`/jobs${query}`);
  // The API checks what it sends.
  const { items } = (await response.json()) as { items: PrintedJob[] };
  console.log(
    ["", ...items.map(toLine), `${items.length} ${items.length === 1 ? "job" : "jobs"}`].join("\n"),
  );
}

interface PrintedJob {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly title: string;
  readonly attempts: number;
  readonly problem: { readonly code?: string; readonly requestId?: string } | null;
}

function toLine({ id, name, state, title, attempts, problem }: PrintedJob) {
  const failure = problem ? `  ${problem.code ?? "no response"}, ${problem.requestId ?? ""}` : "";
  return `${state.padEnd(7)}  ${name.padEnd(17)}  ${attempts}×  ${id}  ${JSON.stringify(title)}${failure}`;
}

/** Sends a request, and throws an error with the words of the problem if it fails. */
async function ask(path: string, method = "GET") {
  const authorization = `Bearer ${process.env["TOKEN"] ?? ""}`;
  const result = await safe(
    fetch(new URL(path, url), {
      method,
      headers: { authorization },
      signal: AbortSignal.timeout(35_000),
    }),
    errors,
  );
  if (result.ok) return result.response;
  const { problem } = result;
  const words = problem.known ? `${problem.title} (${problem.code})` : `${url} does not respond`;
  const id = problem.requestId === undefined ? "" : ` The request id is ${problem.requestId}.`;
  throw new Error(`${words}.${id}`);
}
