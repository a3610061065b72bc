import {
  ConflictError,
  defineErrors,
  HttpError,
  NotFoundError,
  ServiceUnavailableError,
  TooManyRequestsError,
} from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { readProblem, retryAfter } from "express-backstop/client";
import fc from "fast-check";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";
import { throwing } from "../support/throwing.ts";

const errors = defineErrors(
  {
    quota_exceeded: {
      status: 429,
      title: "Quota exceeded",
      fix: "Buy more, or wait for the first day of the month.",
      docs: "https://docs.example.com/quota",
      headers: { "Retry-After": "3600" },
    },
    stock_locked: {
      status: 409,
      title: "Stock locked",
      retry: "later",
      fix: "Send the same request again.",
    },
    plan_missing: {
      status: 402,
      title: "Plan missing",
      type: "https://errors.example.com/plan",
      data: z.object({ category: z.string(), fix: z.boolean(), retryAfter: z.string() }),
    },
  },
  { extend: builtInErrors },
);

describe.each(expresses)("guidance, on %s", (_name, express) => {
  it("is only on the wire where it is asked for", async () => {
    await using app = await serve((app) => app.get("/", throwing(errors.stock_locked())), {
      express,
    });

    expect(Object.keys(problem(await app.api.get("/")))).toEqual([
      "type",
      "title",
      "status",
      "code",
      "requestId",
    ]);
  });

  it("says what was declared, in a fixed order", async () => {
    await using app = await serve((app) => app.get("/", throwing(errors.quota_exceeded())), {
      express,
      guidance: true,
    });

    const body = problem(await app.api.get("/"));

    expect(Object.entries(body).slice(4, -1)).toEqual([
      ["retryable", true],
      ["retryAfter", 3600],
      ["category", "rate_limit"],
      ["fix", "Buy more, or wait for the first day of the month."],
      ["docs", "https://docs.example.com/quota"],
    ]);
  });

  // RFC 9110 §9.2.2: other methods may do their work twice.
  it.each([
    ["get", undefined, true],
    ["options", undefined, true],
    ["put", undefined, true],
    ["delete", undefined, true],
    ["post", undefined, false],
    ["patch", undefined, false],
    ["post", "8e03978e-40d5-43dd-bc93-6894a57f9324", true],
    ["patch", "8e03978e-40d5-43dd-bc93-6894a57f9324", true],
    ["post", "", false],
  ] as const)("%s with the Idempotency-Key %j is retryable: %s", async (method, key, expected) => {
    await using app = await serve((app) => app.all("/", throwing(errors.stock_locked())), {
      express,
      guidance: true,
    });

    const request = app.api[method]("/");
    const response = await (key === undefined ? request : request.set("Idempotency-Key", key));

    expect(response.status).toBe(409);
    expect(problem(response).retryable).toBe(expected);
  });

  it("is not retryable where the same request fails again", async () => {
    await using app = await serve((app) => app.get("/", throwing(new ConflictError("Taken."))), {
      express,
      guidance: true,
    });

    expect(problem(await app.api.get("/"))).toMatchObject({
      retryable: false,
      category: "conflict",
    });
  });

  it("has the texts of a catalog for errors that the catalog did not create", async () => {
    await using app = await serve(
      (app) => {
        app.get("/class", throwing(new NotFoundError("No article.")));
        app.get("/own", throwing(new HttpError(409, "Locked.", { code: "stock_locked" })));
        app.get("/other", throwing(new HttpError(404, "Locked.", { code: "stock_locked" })));
        app.get("/bug", throwing(new Error("secret")));
        app.get("/foreign", throwing(createError(503, "Down.")));
      },
      { express, guidance: errors },
    );
    const guidance = async (path: string) => {
      const { fix, retryable, category } = problem(await app.api.get(path));
      return { fix, retryable, category };
    };

    expect(await guidance("/class")).toEqual({
      fix: "Check the identifier.",
      retryable: false,
      category: "not_found",
    });
    expect(await guidance("/own")).toEqual({
      fix: "Send the same request again.",
      retryable: true,
      category: "conflict",
    });
    expect(await guidance("/other")).toMatchObject({ fix: undefined, retryable: false });
    expect(await guidance("/nowhere")).toMatchObject({
      fix: "Check the path against the documentation of the API.",
    });
    expect(await guidance("/bug")).toEqual({
      fix: "Report it to the operator of the server with the `requestId`.",
      retryable: false,
      category: "server",
    });
    expect(await guidance("/foreign")).toMatchObject({ retryable: true, category: "temporary" });
  });

  it("leaves a member alone that the error declares itself", async () => {
    const data = { category: "gold", fix: false, retryAfter: "soon" };
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res) => {
          res.set("Retry-After", "5");
          throw errors.plan_missing(data);
        }),
      { express, guidance: true },
    );

    const response = await app.api.get("/");
    const read = await readProblem(toResponse(response), errors);

    expect(problem(response)).toMatchObject({ ...data, docs: "https://errors.example.com/plan" });
    expect(read).toMatchObject({ known: true, ...data, retryable: false });
  });

  it("has an absolute address of the page about the problem, or none, and never one made of the Host header", async () => {
    const mount = (app: { get: (path: string, handler: never) => unknown }): unknown =>
      app.get("/", throwing(errors.stock_locked()) as never);
    await using relative = await serve(mount, { express, guidance: true });
    await using absolute = await serve(mount, {
      express,
      guidance: true,
      typeBase: "https://api.example.com/problems/",
    });
    await using opaque = await serve(mount, {
      express,
      guidance: true,
      typeBase: "tag:example.com,2026:",
    });

    const docs = async ({ api }: typeof relative) =>
      problem(await api.get("/").set("Host", "internal.example")).docs;

    expect(await docs(relative)).toBeUndefined();
    expect(await docs(absolute)).toBe("https://api.example.com/problems/stock_locked");
    expect(await docs(opaque)).toBeUndefined();
  });

  it("reaches the body of a serializer", async () => {
    await using app = await serve((app) => app.get("/", throwing(errors.quota_exceeded())), {
      express,
      guidance: true,
      serialize: ({ fix, docs, retryAfter: seconds }) => ({ fix, docs, seconds }),
    });

    expect((await app.api.get("/")).body).toEqual({
      fix: "Buy more, or wait for the first day of the month.",
      docs: "https://docs.example.com/quota",
      seconds: 3600,
    });
  });
});

describe.each(expresses)("retryAfter, on %s", (_name, express) => {
  it.each<[string, () => HttpError, number]>([
    [
      "of the error",
      () => new ServiceUnavailableError("Busy.", { headers: { "Retry-After": 7 } }),
      7,
    ],
    [
      "in lower case",
      () => new ServiceUnavailableError("Busy.", { headers: { "retry-after": "8" } }),
      8,
    ],
    ["of a rate limiter", () => new TooManyRequestsError("Slow down."), 30],
    [
      "that Node refuses",
      () => new ServiceUnavailableError("Busy.", { headers: { "Retry-After": "4\n" } }),
      30,
    ],
  ])("is that of the header %s", async (_what, create, expected) => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res) => {
          res.set("Retry-After", "30");
          throw create();
        }),
      { express },
    );

    const response = await app.api.get("/");

    expect(response.headers["retry-after"]).toBe(String(expected));
    expect(problem(response).retryAfter).toBe(expected);
  });

  it("equals the header, whatever it is", async () => {
    let headers: Record<string, string | number | string[]> = {};
    let earlier: string | undefined;
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res) => {
          if (earlier !== undefined) res.set("Retry-After", earlier);
          throw new ServiceUnavailableError("Busy.", { headers });
        }),
      { express },
    );
    const value = fc.oneof(
      fc.nat().map(String),
      fc
        .nat({ max: 100_000 })
        .map((seconds) => new Date(Date.now() + seconds * 1000).toUTCString()),
      fc.string(),
    );
    const name = fc.constantFrom("Retry-After", "retry-after", "RETRY-AFTER", "X-Other");
    const header = fc.oneof(value, fc.nat(), fc.array(value, { maxLength: 1 }));
    const long = fc.constantFrom("x", "x".repeat(4090));

    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, header, { noNullPrototype: true }),
        long,
        fc.option(fc.nat().map(String), { nil: undefined }),
        async (given, padding, before) => {
          headers = { "X-Padding": padding, ...given };
          earlier = before;
          const response = await app.api.get("/");
          const sent = retryAfter(toResponse(response));
          const member = problem(response).retryAfter;

          // A date is counted from the Date header, which has whole seconds.
          const tolerance = /^\d*$/.test(response.headers["retry-after"] ?? "") ? 0 : 1;
          expect(Math.abs((sent ?? -9) - (member ?? -9))).toBeLessThanOrEqual(tolerance);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is in a stream too, where no header can be sent any more", async () => {
    await using app = await serve(
      (app) =>
        app.get("/", (_req, res, next) => {
          res.type("text/event-stream").write("data: 1\n\n");
          next(errors.quota_exceeded());
        }),
      { express },
    );

    expect((await app.api.get("/")).text).toContain('"retryAfter":3600');
  });
});

it("refuses a guidance that is neither a boolean nor a catalog", async () => {
  await expect(serve(() => {}, { guidance: "yes" } as object)).rejects.toThrow(
    'errorHandler: guidance must be true, false or a catalog of defineErrors, got "yes".',
  );
});

function toResponse({
  status,
  headers,
  text,
}: {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}): Response {
  return new Response(text, { status, headers });
}
