import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { builtIn } from "../../src/errors/built-in.ts";
import {
  closeAfter,
  type MinimalStatus,
  sendMinimalProblem,
  writeMinimalProblem,
} from "../../src/present/minimal-problem.ts";
import type { ProblemDetails } from "../../src/present/problem.ts";
import type { ProblemSerializer } from "../../src/present/serialize.ts";
import { serverResponse } from "../support/server-response.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

const problems: [MinimalStatus, string, string][] = [
  [400, "bad_request", "Bad Request"],
  [408, "request_timeout", "Request Timeout"],
  [413, "content_too_large", "Content Too Large"],
  [431, "request_header_fields_too_large", "Request Header Fields Too Large"],
  [500, "internal_error", "Internal Server Error"],
  [503, "service_unavailable", "Service Unavailable"],
];

describe("sendMinimalProblem", () => {
  it.each(problems)(
    "sends a %d with the code %s, and closes the connection",
    async (status, code) => {
      const { req, res, written } = serverResponse();

      sendMinimalProblem({ req, res }, status, "r1", {
        typeBase: "https://a.example/",
        serialize: undefined,
      });
      await nextTurn();

      const [top = "", body = ""] = written().split("\r\n\r\n");
      expect(top).toContain(`HTTP/1.1 ${status} `);
      expect(top).toContain("Connection: close");
      expect(top).toContain("X-Request-Id: r1");
      expect(/^Retry-After: 1$/m.test(top.replaceAll("\r", ""))).toBe(status === 503);
      expect(JSON.parse(body)).toEqual({
        type: `https://a.example/${code}`,
        title: expect.any(String),
        status,
        code,
        ...(status === 500 && { detail: builtIn.internal_error.detail }),
        ...(status === 503 && { retryAfter: 1 }),
        requestId: "r1",
      });
    },
  );

  it("ignores what the handler writes afterwards", async () => {
    const { req, res, written } = serverResponse();

    sendMinimalProblem({ req, res }, 500, "r1", { typeBase: "/", serialize: undefined });
    await nextTurn();
    res.setHeader("A", "1").end("late");
    await nextTurn();

    expect(written()).not.toContain("late");
  });

  it("ends a stream that has begun in its format", async () => {
    const { req, res, written } = serverResponse();
    res.setHeader("Content-Type", "application/x-ndjson");
    res.write('{"id":1}\n');

    sendMinimalProblem({ req, res }, 503, "r1", { typeBase: "/", serialize: undefined });
    await nextTurn();

    expect(written()).toContain('\n{"problem":{"type":"/service_unavailable"');
    expect(res.write("late")).toBe(true);
    expect(written()).not.toContain("late");
  });

  it("leaves a finished response as it is", async () => {
    const { req, res, written } = serverResponse();
    res.end("whole");

    sendMinimalProblem({ req, res }, 500, "r1", { typeBase: "/", serialize: undefined });
    await nextTurn();

    expect(written()).toMatch(/whole$/);
    expect(res.destroyed).toBe(false);
  });

  it("writes nothing to a client that has left", () => {
    const { req, res, socket, written } = serverResponse();
    socket.destroy();

    sendMinimalProblem({ req, res }, 500, "r1", { typeBase: "/", serialize: undefined });

    expect(written()).toBe("");
    expect(res.headersSent).toBe(false);
  });

  it("destroys the response where a hook of a middleware throws", () => {
    const { req, res } = serverResponse();
    Object.assign(res, {
      setHeader: () => {
        throw new Error("no");
      },
    });

    sendMinimalProblem({ req, res }, 500, "r1", { typeBase: "/", serialize: undefined });

    expect(res.destroyed).toBe(true);
  });
});

describe("the serializer of minimal problems", () => {
  const custom: ProblemSerializer = Object.assign(
    ({ code, requestId }: ProblemDetails, { url }: { readonly url: string }) => [
      code,
      requestId,
      url,
    ],
    { contentType: "application/vnd.a+json" },
  );

  it("makes the body of a response", async () => {
    const { req, res, written } = serverResponse();

    sendMinimalProblem({ req, res }, 500, "r1", { typeBase: "/", serialize: custom });
    await nextTurn();

    expect(written()).toContain("Content-Type: application/vnd.a+json\r\n");
    expect(written()).toMatch(/\r\n\r\n\["internal_error","r1","\/"\]$/);
  });

  it("makes the body of a socket, for the request of an upgrade or an empty one", () => {
    const { req, socket, written } = serverResponse();
    const empty = serverResponse();

    writeMinimalProblem(socket, 503, { typeBase: "/", serialize: custom }, req);
    writeMinimalProblem(empty.socket, 400, { typeBase: "/", serialize: custom });

    expect(written()).toContain("Content-Type: application/vnd.a+json\r\n");
    expect(written()).toMatch(/\r\n\r\n\["service_unavailable",null,"\/"\]$/);
    expect(empty.written()).toMatch(/\r\n\r\n\["bad_request",null,""\]$/);
  });

  it.each<[string, ProblemSerializer]>([
    ["throws", () => expect.unreachable()],
    ["has a type that cannot be sent", Object.assign(() => "a", { contentType: "a\r\nX-Evil: 1" })],
  ])(
    "is replaced by the plain problem where it %s, and one warning says so",
    async (_what, serialize) => {
      const [first, second] = [serverResponse(), serverResponse()];

      for (const { socket } of [first, second]) {
        writeMinimalProblem(socket, 400, { typeBase: "/", serialize });
      }

      expect(first.written()).toContain("Content-Type: application/problem+json\r\n");
      expect(first.written()).toMatch(/\r\n\r\n\{"type":"\/bad_request",[^]*\}$/);
      expect(second.written()).toBe(first.written());
      await expect.poll(() => warnings).toMatchObject([{ code: "BACKSTOP_SERIALIZER_FAILED" }]);
    },
  );

  it("gets no request id without that of the request, and causes no warning where it works", async () => {
    const { socket, written } = serverResponse();

    writeMinimalProblem(socket, 400, { typeBase: "/", serialize: (given) => Object.keys(given) });
    await nextTurn();

    expect(written()).toMatch(/\r\n\r\n\["type","title","status","code"\]$/);
    expect(warnings).toEqual([]);
  });

  it("is not asked where nobody can read the body", async () => {
    const [gone, ended] = [serverResponse(), serverResponse()];
    const serialize = vi.fn<ProblemSerializer>(() => "a");
    gone.socket.destroy();
    ended.socket.end();

    sendMinimalProblem(gone, 500, "r1", { typeBase: "/", serialize });
    writeMinimalProblem(ended.socket, 400, { typeBase: "/", serialize });

    expect(serialize).not.toHaveBeenCalled();
  });
});

describe("closeAfter", () => {
  it("announces that the connection closes, unless the head is sent or it is HTTP/2", () => {
    const [open, begun, over2] = [serverResponse(), serverResponse(), serverResponse()];
    begun.res.flushHeaders();
    over2.req.httpVersionMajor = 2;

    for (const { res } of [open, begun, over2]) closeAfter(res);

    expect(open.res.getHeader("connection")).toBe("close");
    expect(begun.res.getHeader("connection")).toBeUndefined();
    expect(over2.res.getHeader("connection")).toBeUndefined();
  });

  it("does not throw where a hook of a middleware does", () => {
    const { res } = serverResponse();
    const setHeader = (): never => {
      throw new Error("no");
    };

    expect(() => closeAfter(Object.assign(res, { setHeader }))).not.toThrow();
  });
});

describe("writeMinimalProblem", () => {
  it.each(problems)("writes a %d as a whole response of HTTP/1.1", async (status, code, title) => {
    const { socket, written } = serverResponse();

    writeMinimalProblem(socket, status, { typeBase: "/problems/", serialize: undefined });
    await expect.poll(() => socket.destroyed).toBe(true);

    const [top = "", body = ""] = written().split("\r\n\r\n");
    const lines = top.split("\r\n");
    expect(lines[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} ${title}$`, "i"));
    expect(lines.slice(1)).toEqual([
      "Content-Type: application/problem+json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff",
      ...(status === 503 ? ["Retry-After: 1"] : []),
      "Connection: close",
    ]);
    expect(JSON.parse(body)).toMatchObject({ type: `/problems/${code}`, status, code });
    expect(body).not.toContain("requestId");
  });

  it("destroys a socket that cannot be written to, and survives one that fails", () => {
    const [ended, failing] = [serverResponse().socket, serverResponse().socket];
    ended.end();

    writeMinimalProblem(ended, 400, { typeBase: "/", serialize: undefined });
    writeMinimalProblem(failing, 400, { typeBase: "/", serialize: undefined });
    failing.emit("error", new Error("EPIPE"));

    expect([ended.destroyed, failing.destroyed]).toEqual([true, true]);
  });
});
