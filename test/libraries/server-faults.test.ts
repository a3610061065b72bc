import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import {
  mongodb,
  mongoose as mongooseMapper,
  mysql,
  orm,
  postgres,
  prisma,
  recommended,
  sqlite,
  statusProperty,
} from "express-backstop/mappers";
import knexOf from "knex";
import { Types } from "mongoose";
import { describe, expect, it } from "vitest";
import { expresses } from "../support/expresses.ts";
import { answer, secret } from "./support/answer.ts";

/** All mappers that need no options, as an app with every library would have them. */
const mappers = [
  postgres(),
  mysql(),
  sqlite(),
  mongodb(),
  mongooseMapper(),
  prisma(),
  orm(),
  ...recommended(),
  statusProperty({ expose: true }),
];

/** Faults of the server that resemble what mappers know: a number, a status, words of validation. */
const faults: readonly (readonly [string, (sent: string) => unknown])[] = [
  ["an upstream's text that is not JSON", (sent) => JSON.parse(`{"${sent}`) as unknown],
  ["an assertion about what the client sent", (sent) => assert.equal(sent, "another")],
  [
    "an object with a status",
    () => Promise.reject(Object.assign(Object.create(null), { status: 404 })),
  ],
  ["the problem of another service", () => Promise.reject({ status: 401, title: secret } as never)],
  [
    "the response of another service",
    () => Promise.reject(new Response(secret, { status: 404 }) as never),
  ],
  ["the exit code of a program", () => promisify(execFile)("sh", ["-c", "exit 5"])],
  ["a file that is missing", () => readFile(`/nowhere/${secret}`)],
  ["an id of MongoDB that the server made", () => new Types.ObjectId(`not an id, ${secret}`)],
  [
    "an undefined value in a query of Knex",
    () =>
      knexOf({ client: "pg" })("articles")
        .where({ id: undefined } as never)
        .toSQL(),
  ],
  ["a null that has no member", () => (null as unknown as { title: string }).title],
  ["a URL that is malformed", () => new URL(`//${secret}`)],
];

describe.each(expresses)("with all mappers on %s", (_name, express) => {
  it.each(faults)("keeps a 500 for %s", async (_what, fail) => {
    const { status, body } = await answer(
      mappers,
      (req) => fail(String(req.body.title)),
      (api) => api.post("/secrets/1").send({ title: secret }),
      express,
    );

    expect(status).toBe(500);
    expect(body.code).toBe("internal_error");
  });
});
