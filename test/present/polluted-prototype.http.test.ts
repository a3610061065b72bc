import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { errorHandler, type ErrorHandlerOptions, HttpError } from "express-backstop";
import { errorEnvelope, googleApi, jsonApi } from "express-backstop/serializers";
import { describe, expect, it } from "vitest";
import { filesIn, read } from "../docs/pages.ts";
import { expresses } from "../support/expresses.ts";
import { pollute } from "../support/pollute.ts";

/** Every name that the code of these rooms reads from an object, by a dot or by destructuring. */
const names = [
  ...new Set(
    ["src/present", "src/serializers", "src/errors", "src/normalize"]
      .flatMap((room) => filesIn(room, ".ts"))
      .map((path) => read(path).replaceAll(/\/\*[^]*?\*\/|\/\/.*|"[^"\n]*"/g, ""))
      .flatMap(
        (code) => code.match(/(?<=\.)[a-z]\w*\b(?!\()|(?<=[{,]\s*)[a-z]\w*\b(?=\s*[,:}=])/gi) ?? [],
      ),
  ),
];
const values: readonly unknown[] = ["planted", ["planted"], { planted: "planted" }, 401, true];
const formats: readonly ErrorHandlerOptions[] = [
  {},
  { html: true },
  { serialize: errorEnvelope() },
  { serialize: jsonApi() },
  { serialize: googleApi({ domain: "api.example" }) },
  { html: (problem) => JSON.stringify([problem.detail, problem.errors]) },
  { serialize: ({ title, detail = title, errors = [], debug }) => ({ detail, errors, debug }) },
];

describe.each(expresses)("on %s", (_name, express) => {
  // fault: polluted-prototype
  it("no name planted on Object.prototype reaches a response", async () => {
    await using plain = await polluting(express(), 100);
    const usable = await Promise.all(
      values.map(async (value) => {
        // A name that changes the response of Express itself says nothing about this package.
        const changing = new Set(await changingNames(plain, names, value));
        return [value, names.filter((name) => !changing.has(name))] as const;
      }),
    );
    expect(Math.min(...usable.map(([, planted]) => planted.length))).toBeGreaterThan(150);

    const reached: unknown[] = [];
    for (const [index, format] of formats.entries()) {
      const app = express();
      app.get("/", () => {
        throw new HttpError(404);
      });
      app.use(errorHandler({ reporter: false, ...format }));
      await using asked = await polluting(app, 5000);
      for (const [value, planted] of usable) {
        const changing = await changingNames(asked, planted, value);
        if (changing.length > 0) reached.push({ format: index, value, changing });
      }
    }

    expect(reached).toEqual([]);
  });
});

/** Returns the names that change the response when they are planted, found by halving. */
async function changingNames(
  asked: Polluting,
  planted: readonly string[],
  value: unknown,
): Promise<readonly string[]> {
  if ((await asked.ask(planted, value)) === (await asked.ask([], value))) return [];
  if (planted.length === 1) return planted;
  const half = Math.ceil(planted.length / 2);
  return [
    ...(await changingNames(asked, planted.slice(0, half), value)),
    ...(await changingNames(asked, planted.slice(half), value)),
  ];
}

interface Polluting extends AsyncDisposable {
  /** Returns the response of a request that is handled while every object has these members. */
  ask(planted: readonly string[], value: unknown): Promise<string>;
}

async function polluting(app: Express, patience: number): Promise<Polluting> {
  app.disable("x-powered-by");
  const waiting: (readonly [planted: readonly string[], value: unknown])[] = [];
  const server = createServer((req, res) => {
    const [planted, value] = waiting[Number(req.headers["x-index"])] ?? [[], undefined];
    // What every object has already is not what an attacker adds.
    const added = planted.filter((name) => !(name in Object.prototype));
    for (const name of added) pollute(name, value);
    try {
      app(req, res);
    } catch {
      res.destroy();
    } finally {
      for (const name of added) delete (Object.prototype as Record<string, unknown>)[name];
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    async ask(planted, value) {
      const index = String(waiting.push([planted, value]) - 1);
      try {
        const response = await fetch(url, {
          headers: {
            accept: "text/html",
            "x-index": index,
            "x-request-id": "req_0123456789abcdef",
          },
          signal: AbortSignal.timeout(patience),
        });
        const { date: _date, ...headers } = Object.fromEntries(response.headers);
        return JSON.stringify([response.status, headers, await response.text()]);
      } catch (error) {
        return String(error);
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
