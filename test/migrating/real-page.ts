import { readFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import type { Express } from "express";
import request, { type Response } from "supertest";

/** One app of a page about migrating: its code, and the app that the code makes. */
export interface MigratedApp {
  readonly source: string;
  readonly app: Express;
}

/** The headers that the pages show. */
const shownHeaders = ["Content-Type", "WWW-Authenticate", "Retry-After"];

/**
 * Returns a page of docs/migrating as it has to be: its two blocks of code are the sources of the apps, and each
 * request on the page is followed by the responses of both apps.
 */
export async function realPage(
  page: string,
  before: MigratedApp,
  after: MigratedApp,
): Promise<string> {
  const sources = [before.source, after.source];
  const withCode = page.replaceAll(/^```ts\n[\s\S]*?^```/gm, (block) => {
    const source = sources.shift();
    return source === undefined ? block : `\`\`\`ts\n${source}\`\`\``;
  });
  const parts = withCode.split(/^(```http\n[\s\S]*?^```)/m);
  let waiting: readonly Response[] = [];
  const real: string[] = [];
  for (const part of parts) {
    const [, method, path = ""] = /^```http\n([A-Z]+) (\S+) HTTP\/1\.1/.exec(part) ?? [];
    if (method !== undefined) {
      waiting = [
        await send(before.app, method, path, part),
        await send(after.app, method, path, part),
      ];
      real.push(part);
    } else if (part.startsWith("```http\n")) {
      const [response, ...rest] = waiting;
      if (!response) throw new Error(`There is no request before this response:\n${part}`);
      waiting = rest;
      real.push(`\`\`\`http\n${shown(response)}\`\`\``);
    } else real.push(part);
  }
  return real.join("");
}

/** Reads a file of the project. */
export function readSource(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
}

/** Sends the request of a block, with its headers and its body. */
async function send(app: Express, method: string, path: string, block: string): Promise<Response> {
  const [head = "", body = ""] = block.replace(/\n```$/, "").split("\n\n");
  const headers = [...head.matchAll(/^([\w-]+): (.+)$/gm)];
  // A method of supertest has the name of the HTTP method in lower case.
  const sent = request(app)[method.toLowerCase() as "get" | "post"](path);
  for (const [, name = "", value = ""] of headers) void sent.set(name, value);
  return body === "" ? await sent : await sent.send(body);
}

function shown({ status, headers, text }: Response): string {
  const lines = shownHeaders
    .filter((name) => name.toLowerCase() in headers)
    .map((name) => `${name}: ${headers[name.toLowerCase()]}\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\n${lines.join("")}\n${bodyOf(text)}\n`;
}

/** Breaks JSON into lines. The request id is new in each response, so the pages show one. */
function bodyOf(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).replace(/req_\w+/, "req_4f0c2ab19d731");
  } catch {
    return text.trimEnd();
  }
}
