import createError from "@fastify/error";
import {
  BadRequestException,
  ConflictException,
  HttpException,
  NotFoundException,
  ServiceUnavailableException,
} from "@nestjs/common";
import { initTRPC, TRPCError } from "@trpc/server";
import { NotFoundError } from "express-backstop";
import { fastifyError, nest, statusProperty, trpc, valibot, zod } from "express-backstop/mappers";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { expresses } from "../support/expresses.ts";
import { answer, secret } from "./support/answer.ts";

const mappers = [
  trpc(),
  nest(),
  fastifyError(),
  zod(),
  valibot(),
  statusProperty({ expose: true }),
];

/** An error that is thrown, with the status, the code and the detail of its response. */
type Case = [what: string, error: () => unknown, status: number, code: string, detail?: string];

const database = () => new Error(`duplicate key at 10.0.0.7, ${secret}`);

/** The detail of a failure that this package does not know. */
const ofServer = "Something went wrong on our side. Quote the request id if you contact us.";

const nestCases: readonly Case[] = [
  [
    "a message",
    () => new NotFoundException("No such article."),
    404,
    "not_found",
    "No such article.",
  ],
  ["no message", () => new NotFoundException(), 404, "not_found"],
  ["a list of messages", () => new BadRequestException([`not ${secret}`]), 400, "bad_request"],
  ["a text as the response", () => new HttpException("Not now.", 423), 423, "locked", "Not now."],
  ["members of the app", () => new HttpException({ secret }, 403), 403, "forbidden"],
  [
    "the message of its cause",
    () => new ConflictException(database().message, { cause: database() }),
    409,
    "conflict",
  ],
  [
    "a cause and a message",
    () => new ConflictException("Taken already.", { cause: database() }),
    409,
    "conflict",
    "Taken already.",
  ],
  ["a 5xx", () => new ServiceUnavailableException(`${secret} is down`), 503, "service_unavailable"],
];

const NoArticle = createError("NO_ARTICLE", "There is no article %s.", 404);
const Refused = createError("REFUSED", "%s", 409);
const Down = createError(`DOWN`, `The database %s is down`, 503);
const NoStatus = createError("NO_STATUS", `No status, ${secret}`, 0);
const OfFastify = createError("FST_ERR_CTP_INVALID_MEDIA_TYPE", "Unsupported Media Type: %s", 415);
class OwnError extends createError("OWN", "Not for you.", 403) {}

const fastifyCases: readonly Case[] = [
  ["a message", () => new NoArticle("7"), 404, "not_found", "There is no article 7."],
  ["a class of its own", () => new OwnError(), 403, "forbidden", "Not for you."],
  [
    "the message of its cause",
    () => new Refused(database().message, { cause: database() }),
    409,
    "conflict",
  ],
  ["a 5xx", () => new Down(secret), 503, "service_unavailable"],
  ["no status", () => new NoStatus(), 500, "internal_error", ofServer],
  ["a code of Fastify", () => new OfFastify(secret), 500, "internal_error", ofServer],
];

const trpcCases: readonly Case[] = [
  [
    "a message",
    () => new TRPCError({ code: "NOT_FOUND", message: "No such article." }),
    404,
    "not_found",
    "No such article.",
  ],
  ["no message", () => new TRPCError({ code: "FORBIDDEN" }), 403, "forbidden"],
  [
    "the message of its cause",
    () => new TRPCError({ code: "CONFLICT", cause: database() }),
    409,
    "conflict",
  ],
  [
    "a cause and a message",
    () => new TRPCError({ code: "CONFLICT", message: "Taken already.", cause: database() }),
    409,
    "conflict",
    "Taken already.",
  ],
  [
    "a 5xx",
    () => new TRPCError({ code: "SERVICE_UNAVAILABLE", message: `${secret} is down` }),
    503,
    "service_unavailable",
  ],
  [
    "a code that tRPC does not have",
    () => Object.assign(new TRPCError({ code: "NOT_FOUND" }), { code: "NO_CODE" }),
    500,
    "internal_error",
    ofServer,
  ],
];

describe.each(expresses)("on %s", (_name, express) => {
  describe.each<[string, readonly Case[]]>([
    ["an HttpException of Nest", nestCases],
    ["an error of @fastify/error", fastifyCases],
    ["a TRPCError", trpcCases],
  ])("%s", (_library, cases) => {
    it.each(cases)("with %s has its status", async (_what, error, status, code, detail) => {
      const { body: problem } = await answer(
        mappers,
        () => {
          throw error();
        },
        undefined,
        express,
      );

      expect(problem.status).toBe(status);
      expect(problem.code).toBe(code);
      expect(problem.detail).toBe(detail);
    });
  });
});

describe("a caller of tRPC", () => {
  const { router, procedure, createCallerFactory } = initTRPC.create();
  const createCaller = createCallerFactory(
    router({
      article: procedure.input(z.object({ title: z.string() })).query(() => "a"),
      page: procedure.input(v.object({ title: v.string() })).query(() => "a"),
      wrong: procedure.output(z.object({ title: z.string() })).query(() => ({ title: 7 }) as never),
      missing: procedure.query(() => {
        throw new NotFoundError("No such article.");
      }),
      broken: procedure.query(() => {
        throw database();
      }),
    }),
  );
  const caller = createCaller({});
  type Input = { title: string };

  it.each<[string, (input: Input) => Promise<unknown>]>([
    ["zod", (input) => caller.article(input)],
    ["valibot", (input) => caller.page(input)],
  ])("makes a 400 of a body that %s refuses as the input", async (_library, call) => {
    const { status, body: problem } = await answer(
      mappers,
      (req) => call(req.body),
      (api) => api.post("/secrets/1").send({ title: 7 }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([{ in: "body", pointer: "#/title", code: "wrong_type" }]);
  });

  it.each<[string, (input: Input) => Promise<unknown>]>([
    ["an input of the server that is refused", () => caller.article({ title: 7 } as never)],
    ["an output that is refused", () => caller.wrong()],
    ["a procedure that fails", () => caller.broken()],
    [
      "a procedure that does not exist",
      () => (caller as never as typeof caller)["none" as "wrong"](),
    ],
  ])("makes a 500 of %s", async (_what, call) => {
    const { status, body: problem } = await answer(
      mappers,
      (req) => call(req.body),
      (api) => api.post("/secrets/1").send({ title: "a" }),
    );

    expect(status).toBe(500);
    expect(problem.code).toBe("internal_error");
  });

  it("passes on an error of this package that a procedure throws", async () => {
    const { status, body: problem } = await answer(mappers, () => caller.missing());

    expect(status).toBe(404);
    expect(problem.detail).toBe("No such article.");
  });
});
