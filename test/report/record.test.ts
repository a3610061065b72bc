import { type RequestHandler, Router } from "express";
import { ConflictError, HttpError, ServiceUnavailableError } from "express-backstop";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure, ResponseOutcome } from "../../src/errors/failure.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { fromHttpError, internalError, type PublicError } from "../../src/errors/public-error.ts";
import { fingerprint } from "../../src/report/fingerprint.ts";
import { type RecordFacts, summarize, toRecord } from "../../src/report/record.ts";
import type { RequestScope } from "../../src/request/request-scope.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

const conflict = fromHttpError(new ConflictError("Taken.")) as PublicError;
const unavailable = fromHttpError(new HttpError(503, "down")) as PublicError;
const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
const nothing = {
  firstResponse: undefined,
  undeclared: false,
  redact: (text: string): string => text,
  scope: undefined,
};

function failureOf(members: Partial<Failure> = {}): Failure {
  const { thrown = new ConflictError("Taken."), error = conflict } = members;
  const common = { requestId: "r1", traceId: undefined, mishaps: new Mishaps() };
  return { ...common, ...members, thrown, error };
}

function recordOf(
  members: Partial<Failure> = {},
  { outcome = "sent", facts = {}, url = "/articles/7", route }: RecordSetup = {},
) {
  const failure = failureOf(members);
  const { req } = serverResponse();
  Object.assign(req, { originalUrl: url, route });
  const summary = summarize(failure, "GET", "/articles/:id", outcome);
  return toRecord(summary, failure, req, { ...nothing, ...facts });
}

interface RecordSetup {
  readonly outcome?: ResponseOutcome;
  readonly facts?: Partial<RecordFacts>;
  readonly url?: string;
  readonly route?: object;
}

/** A handler with a name. */
function rename(): void {}

/** The facts that a request has collected. */
function scopeWith(members: Partial<RequestScope>): RequestScope {
  const { req, res } = serverResponse();
  return {
    req,
    res,
    requestId: "r1",
    fail: () => {},
    controller: undefined,
    startedAt: 0,
    context: undefined,
    abortReason: undefined,
    beforeDeadline: undefined,
    ...members,
  };
}

describe("summarize", () => {
  const client = { level: "debug", status: 499, code: "client_closed_request" };

  it.each<[string, ResponseOutcome, unknown, PublicError, object]>([
    ["a 4xx", "sent", undefined, conflict, { level: "info", status: 409, code: "conflict" }],
    ["a 5xx", "sent", undefined, internalError, { level: "error", status: 500 }],
    ["a 503", "truncated", undefined, unavailable, { level: "error", status: 503 }],
    ["a late 5xx", "late", undefined, internalError, { level: "error", outcome: "late" }],
    ["a 4xx nobody waits for", "client_gone", undefined, conflict, client],
    ["an abort that the client caused", "client_gone", reset, internalError, client],
    ["a bug after the client has left", "client_gone", undefined, internalError, { status: 500 }],
    ["a reset of another peer", "sent", reset, internalError, { level: "error", status: 500 }],
  ])("of %s that is %s has the level and the status", (_what, outcome, thrown, error, expected) => {
    const summary = summarize(failureOf({ thrown, error }), "GET", "/", outcome);

    expect(summary).toMatchObject({ ...expected, outcome });
  });

  it("has no member for a route that there is not", () => {
    expect(Object.keys(summarize(failureOf(), "PUT", undefined, "sent"))).toEqual([
      "level",
      "status",
      "code",
      "outcome",
      "method",
    ]);
  });
});

describe("toRecord", () => {
  it("has no member without a value", () => {
    expect(recordOf()).toStrictEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: "info",
      retryable: false,
      status: 409,
      code: "conflict",
      outcome: "sent",
      method: "GET",
      path: "/articles/7",
      route: "/articles/:id",
      requestId: "r1",
      error: { name: "ConflictError", message: "Taken.", code: "conflict" },
    });
  });

  it("has the trace id, the facts of the error and those of the request", () => {
    const thrown = new ConflictError("Taken.", { context: { shard: 3 } });
    const firstResponse = new Error("The first response was sent here");

    const record = recordOf(
      { thrown, traceId: "t1" },
      { outcome: "late", facts: { firstResponse, undeclared: true } },
    );

    expect(record).toMatchObject({
      traceId: "t1",
      undeclared: true,
      context: { shard: 3 },
      firstResponse: { message: "The first response was sent here", stack: firstResponse.stack },
    });
  });

  it.each<ResponseOutcome>(["sent", "truncated", "client_gone"])(
    "does not say where the first response was sent when the outcome is %s",
    (outcome) => {
      const record = recordOf({}, { outcome, facts: { firstResponse: new Error("here") } });

      expect(record).not.toHaveProperty("firstResponse");
    },
  );

  it("takes the context of the mapped error, and none of a foreign one", () => {
    const foreign = Object.assign(new Error("x"), { context: { secret: 1 } });
    const mapped = new ConflictError("Taken.", { cause: foreign, context: { shard: 3 } });

    expect(recordOf({ thrown: foreign })).not.toHaveProperty("context");
    expect(recordOf({ thrown: foreign, mapped }).context).toEqual({ shard: 3 });
  });

  it("has the fingerprint of a 5xx only", () => {
    const thrown = new Error("x");

    expect(recordOf({ thrown, error: internalError }).fingerprint).toBe(
      fingerprint(thrown, "internal_error", "/articles/:id"),
    );
    expect(recordOf({ thrown })).not.toHaveProperty("fingerprint");
  });

  it("says whether the same request may succeed later, as the mapped error declares or the status says", () => {
    const mapped = new ServiceUnavailableError("Busy.");
    const final = Object.assign(new ServiceUnavailableError("Closed."), { retry: "never" });

    expect(recordOf().retryable).toBe(false);
    expect(recordOf({ thrown: mapped, error: unavailable }).retryable).toBe(true);
    expect(recordOf({ thrown: final, error: unavailable }).retryable).toBe(false);
    expect(recordOf({ mapped: final, error: unavailable }).retryable).toBe(false);
  });

  it("has the time since the request arrived, and the facts that were added on the way", () => {
    const thrown = new ConflictError("Taken.", { context: { shard: 3 } });
    const scope = scopeWith({ startedAt: performance.now() - 250, context: { tenant: "t7" } });

    const record = recordOf({}, { facts: { scope } });

    expect(record.duration).toBeGreaterThanOrEqual(250);
    expect(record.duration).toBeLessThan(10_000);
    expect(Number.isInteger(record.duration)).toBe(true);
    expect(record.context).toEqual({ tenant: "t7" });
    expect(recordOf({ thrown }, { facts: { scope } }).context).toEqual({ tenant: "t7", shard: 3 });
    expect(recordOf({ thrown }, { facts: { scope: scopeWith({}) } }).context).toEqual({ shard: 3 });
  });

  it("takes the facts of the error for those added on the way, where both have a name", () => {
    const thrown = new ConflictError("Taken.", { context: { shard: 3 } });
    const scope = scopeWith({ context: { shard: 1 } });

    expect(recordOf({ thrown }, { facts: { scope } }).context).toEqual({ shard: 3 });
  });

  it("has the name of the route's only handler, up to 100 characters", () => {
    const long = "n".repeat(120);
    const { [long]: handler = rename } = { [long]: () => {} };
    const routeWith = (...handlers: RequestHandler[]) =>
      Router()
        .route("/articles/:id")
        .get(...handlers);

    expect(recordOf({}, { route: routeWith(rename) }).handler).toBe("rename");
    expect(recordOf({}, { route: routeWith(handler) }).handler).toBe(
      `${"n".repeat(100)}… (120 characters)`,
    );
    expect(recordOf({}, { route: routeWith(rename, handler) })).not.toHaveProperty("handler");
    expect(recordOf({}, { route: routeWith(() => {}) })).not.toHaveProperty("handler");
  });

  it("has the name of the handler that the stack of a 5xx shows", () => {
    const frames = ["rename (/app/a.js:1:2)", "Layer.handle (/app/layer.js:1:2)"];
    const stack = ["Error: x", ...frames.map((frame) => `    at ${frame}`)].join("\n");
    const thrown = Object.assign(new Error("x"), { stack });
    const route = Router()
      .route("/articles/:id")
      .get((_req, _res, next) => next(), rename);

    expect(recordOf({ thrown, error: internalError }, { route }).handler).toBe("rename");
  });

  it("has the stack of a 5xx only", () => {
    const thrown = new Error("x");

    expect(recordOf({ thrown, error: internalError }).error.stack).toBe(thrown.stack);
    expect(recordOf({ thrown }).error).not.toHaveProperty("stack");
  });

  it("has the cause that a mapper gave in place of the thrown error, for a 4xx", () => {
    const cause = new Error("the safe part");
    const mapped = new ConflictError("Taken.", { cause });

    expect(recordOf({ thrown: new Error("x"), mapped }).error.message).toBe("the safe part");
    expect(recordOf({ thrown: new Error("x"), mapped, error: internalError }).error.message).toBe(
      "x",
    );
  });

  it("has the words for the client where those of the error may quote the request", () => {
    const thrown = Object.assign(new SyntaxError("secret in JSON"), {
      code: "E_JSON",
      cause: "secret",
    });
    const words = { ...conflict, detail: undefined };

    expect(recordOf({ thrown, quotesRequest: true }).error).toEqual({
      name: "SyntaxError",
      message: "Taken.",
      code: "E_JSON",
    });
    expect(recordOf({ thrown, quotesRequest: true, error: words }).error.message).toBe("Conflict");
  });

  it("has the path without query, fragment and host, and of a path that cannot be read nothing", () => {
    const failure = failureOf();
    const summary = summarize(failure, "GET", undefined, "sent");

    const record = toRecord(summary, failure, revokedProxy() as never, nothing);

    expect(recordOf({}, { url: "http://user:secret@a.example/b?c#d" }).path).toBe("/b");
    expect(record).toMatchObject({ path: "", alsoFailed: [{ name: "TypeError" }] });
  });

  it("truncates a path to 1,000 characters and a route to 200", () => {
    const failure = failureOf();
    const { req } = serverResponse();
    Object.assign(req, { originalUrl: `/${"p".repeat(2000)}` });
    const summary = summarize(failure, "GET", `/${"r".repeat(300)}`, "sent");

    const { path, route } = toRecord(summary, failure, req, nothing);

    expect(path).toBe(`/${"p".repeat(999)}… (2001 characters)`);
    expect(route).toBe(`/${"r".repeat(199)}… (301 characters)`);
  });

  it("lists what failed on the way, the first three", () => {
    const mishaps = new Mishaps();
    for (const message of ["a", "b", "c", "d"]) mishaps.add(new Error(message));

    const { alsoFailed } = recordOf({ mishaps });

    expect(alsoFailed?.map(({ message }) => message)).toEqual(["a", "b", "c"]);
    expect(alsoFailed?.[0]?.stack).toContain("Error: a\n    at ");
  });
});

describe("the fields of a record", () => {
  const field = { in: "body", pointer: "#/a", code: "required", detail: "secret value" };
  const fieldsOf = (errors: unknown) =>
    recordOf({ error: { ...conflict, errors: errors as PublicError["errors"] } }).fields;

  it("are those of the problem without their words, at most 50", () => {
    expect(fieldsOf([field])).toEqual([{ in: "body", pointer: "#/a", code: "required" }]);
    expect(fieldsOf(Array.from({ length: 60 }, () => field))).toHaveLength(50);
  });

  it("have bounded and escaped texts", () => {
    expect(fieldsOf([{ ...field, pointer: "p".repeat(300), code: "c".repeat(80) }])).toEqual([
      {
        in: "body",
        pointer: `${"p".repeat(256)}… (300 characters)`,
        code: `${"c".repeat(64)}… (80 characters)`,
      },
    ]);
    expect(fieldsOf([{ ...field, pointer: "#/\n", code: "\u001B" }])).toEqual([
      { in: "body", pointer: "#/\\x0a", code: "\\x1b" },
    ]);
  });

  it.each<[string, unknown]>([
    ["an entry that is undefined", undefined],
    ["an entry that is a text", "body"],
    ["an entry without a part", { pointer: "#/a", code: "required" }],
    ["a part in upper case", { ...field, in: "Body" }],
    ["a part of ten letters", { ...field, in: "abcdefghij" }],
    ["a part that begins well", { ...field, in: "body\n500" }],
    ["a pointer that is not text", { ...field, pointer: 7 }],
    ["a code that is not text", { ...field, code: null }],
  ])("leave out %s, and keep the others", (_what, entry) => {
    expect(fieldsOf([entry, field])).toEqual([{ in: "body", pointer: "#/a", code: "required" }]);
  });

  it.each<[string, unknown]>([
    ["text", "body"],
    ["an object", { length: 1 }],
  ])(
    "are an empty list where the problem has %s in place of one, and nothing else is recorded",
    (_what, errors) => {
      const record = recordOf({ error: { ...conflict, errors: errors as PublicError["errors"] } });

      expect(record.fields).toEqual([]);
      expect(record).not.toHaveProperty("alsoFailed");
    },
  );

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["an entry that throws", [throwingGetters({}, "in")]],
    ["a list that throws", revokedProxy([])],
  ])("leave out %s", (_what, errors) => {
    expect(fieldsOf(errors) ?? []).toEqual([]);
  });
});

it("a record is bounded, escaped JSON for anything that is thrown, mapped and failed on the way", () => {
  const texts = fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.repeat(200));
  const members = fc.record({
    thrown: fc.oneof(fc.anything(), texts),
    context: fc.object(),
    detail: fc.option(texts, { nil: undefined }),
    errors: fc.array(fc.record({ in: fc.constant("body"), pointer: texts, code: texts })),
    mishaps: fc.array(fc.oneof(fc.anything(), texts)),
    status: fc.constantFrom(409, 500),
    quotesRequest: fc.boolean(),
  });

  fc.assert(
    fc.property(members, ({ thrown, context, detail, errors, mishaps, status, quotesRequest }) => {
      const failed = new Mishaps();
      for (const mishap of [hostileProxy(), ...mishaps]) failed.add(mishap);
      const mapped = new ConflictError(detail ?? "", { cause: thrown, context });
      const error = { ...conflict, status, detail, errors: errors as never };

      const record = recordOf({ thrown, mapped, error, quotesRequest, mishaps: failed });

      const text = JSON.stringify(record);
      expect(Buffer.byteLength(text)).toBeLessThan(16 * 1024);
      expect(JSON.stringify(JSON.parse(text))).toBe(text);
      const { alsoFailed: _, error: recorded, ...others } = record;
      const { stack: _stack, causes: _causes, ...words } = recorded;
      // JSON writes a control character with a single backslash, an escaped one has two.
      expect(JSON.stringify({ others, words })).not.toMatch(/(?<!\\)\\[nrtu]/);
    }),
  );
});
