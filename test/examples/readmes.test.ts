import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { copyArticleDatabase } from "../support/article-database.ts";
import { printed, startExample } from "../support/example.ts";

const examples = new URL("../../examples/", import.meta.url);
const dataDirs = mkdtempSync(join(tmpdir(), "examples-"));
afterAll(() => rmSync(dataDirs, { recursive: true, force: true }));

const names = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.concurrent.each(names)("the README of %s", (name) => {
  const readme = readFileSync(new URL(`${name}/README.md`, examples), "utf8");

  it("shows what its commands print", { timeout: 120_000 }, async () => {
    const runs = readRuns(readme);
    expect(runs.length).toBeGreaterThan(0);
    const variables = await readVariables(readme);
    // It runs the article API.
    if (runs.some(({ start }) => start === "npm start")) {
      await copyArticleDatabase(join(dataDirs, name));
    }

    for (const { start, requests } of runs) {
      await using server = await startExample(start.replace("npx ", ""), {
        DATA_DIR: join(dataDirs, name),
      });
      for (const { command, output } of requests) {
        const actual = await printed(
          command
            .replace("localhost:3000", `127.0.0.1:${server.port}`)
            .replace("curl -i", "curl -sS -i"),
          { ...variables, ARTICLES_URL: `http://127.0.0.1:${server.port}` },
        );

        expect(essence(actual, output)).toEqual(essence(output, output));
      }
    }
  });
});

/** A server of a README, and the commands that send requests to it. */
interface Run {
  readonly start: string;
  readonly requests: { readonly command: string; readonly output: string }[];
}

/** Reads the commands of a README. A command without output below it starts a server, unless it sets a variable. */
function readRuns(readme: string): Run[] {
  const runs: Run[] = [];
  const commands = /```sh\n([^`]+)\n```\n(?:\n```(?:http|text)\n([\s\S]+?)\n```)?/g;
  for (const [, command = "", output] of readme.matchAll(commands)) {
    if (command.startsWith("export ")) continue;
    if (output === undefined) runs.push({ start: command, requests: [] });
    else runs.at(-1)?.requests.push({ command, output });
  }
  return runs;
}

/** Runs the commands whose output a README puts into variables, such as `export TOKEN=$(npm run token)`. */
async function readVariables(readme: string): Promise<NodeJS.ProcessEnv> {
  const variables: NodeJS.ProcessEnv = {};
  for (const [, name = "", command = ""] of readme.matchAll(/^export (\w+)=\$\((.+)\)$/gm)) {
    variables[name] = (await printed(command, {})).trim();
  }
  return variables;
}

/** Returns what a README promises of an output: the headers that it shows, and the whole body. */
function essence(output: string, shown: string) {
  if (!shown.startsWith("HTTP/")) return stable(output.trim());
  const [head = "", body = ""] = stable(output.replaceAll("\r\n", "\n")).split("\n\n");
  const shownLines = stable(shown).split("\n");
  return {
    head: head.split("\n").filter((line) => shownLines.includes(line)),
    body: JSON.parse(body) as unknown,
  };
}

/** Replaces what is different each time. */
function stable(text: string): string {
  return text
    .replaceAll(/req_[0-9a-f]+/g, "req_id")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, "uuid")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "date")
    .replaceAll(/curl: \(5[26]\) .+/g, "curl: no response");
}
