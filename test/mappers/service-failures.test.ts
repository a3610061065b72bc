import type { Request } from "express";
import { describe, expect, it } from "vitest";
import { fromAbort, hasLeft, toClientGone } from "../../src/mappers/aborted.ts";
import { type BearerFailure, toBearerError } from "../../src/mappers/bearer-error.ts";
import { classNameOf } from "../../src/mappers/class-name.ts";
import { type DependencyFailure, toDependencyError } from "../../src/mappers/dependency-error.ts";
import { readResponse } from "../../src/mappers/http-response.ts";
import { failureOfCode, systemFailure } from "../../src/mappers/system-failure.ts";
import { fromUpstreamResponse } from "../../src/mappers/upstream-response.ts";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";

const cause = new Error("10.0.0.7 refused");

describe("the failure of a service", () => {
  it.each<[DependencyFailure, number, string | undefined]>([
    ["unavailable", 503, "5"],
    ["busy", 503, "2"],
    ["slow", 504, undefined],
    ["bad_response", 502, undefined],
  ])("that is %s is a %d with Retry-After: %s", (failure, status, retryAfter) => {
    const error = toDependencyError(failure, cause);

    expect(error).toMatchObject({ status, expose: true, cause });
    expect(error.headers?.["Retry-After"]?.toString()).toBe(retryAfter);
    expect(error.message).toMatch(/^A service this one depends on /);
  });

  it("has the seconds and the details that are known", () => {
    const error = toDependencyError("busy", cause, { retryAfter: 9, context: { queue: "mail" } });

    expect(error.headers).toEqual({ "Retry-After": 9 });
    expect(error.context).toEqual({ queue: "mail" });
  });

  it.each([
    [200, 502, undefined],
    [400, 502, undefined],
    [401, 502, undefined],
    [404, 502, undefined],
    [408, 504, undefined],
    [429, 503, 30],
    [500, 502, undefined],
    [503, 503, 30],
    [504, 504, undefined],
    [522, 504, undefined],
    [524, 504, undefined],
    [529, 503, 30],
  ])("whose response is a %d is a %d", (upstream, status, retryAfter) => {
    const error = fromUpstreamResponse(upstream, { "retry-after": "30" }, cause);

    expect(error.status).toBe(status);
    expect(error.headers?.["Retry-After"]).toBe(retryAfter);
    expect(error.context).toEqual({ upstreamStatus: upstream });
  });
});

describe("an error of Node", () => {
  it.each<[string, object, DependencyFailure | undefined]>([
    ["a refused socket", { code: "ECONNREFUSED", syscall: "connect" }, "unavailable"],
    ["a name that DNS does not know", { code: "ENOTFOUND", syscall: "getaddrinfo" }, "unavailable"],
    ["DNS without a record", { code: "ENODATA", syscall: "queryA" }, "unavailable"],
    ["DNS that fails", { code: "ESERVFAIL", syscall: "queryA" }, "unavailable"],
    ["DNS that does not respond", { code: "ETIMEOUT", syscall: "queryAaaa" }, "slow"],
    ["a socket that timed out", { code: "ETIMEDOUT", syscall: "connect" }, "slow"],
    ["a reset", { code: "ECONNRESET", syscall: "read" }, "bad_response"],
    ["a peer that hung up", { code: "ECONNRESET", message: "socket hang up" }, "bad_response"],
    ["an expired certificate", { code: "CERT_HAS_EXPIRED" }, "bad_response"],
    ["an alert of TLS", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "bad_response"],
    ["a response that is not HTTP", { code: "HPE_INVALID_CONSTANT" }, "bad_response"],
    ["a peer that hung up on undici", { code: "UND_ERR_SOCKET" }, "bad_response"],
    ["a peer that is too slow for undici", { code: "UND_ERR_HEADERS_TIMEOUT" }, "slow"],
    ["a client of undici that was closed", { code: "UND_ERR_CLOSED" }, undefined],
    ["the parser of undici", { name: "HTTPParserError" }, "bad_response"],
    [
      "several addresses, all refused",
      { code: "ECONNREFUSED", errors: [{ code: "ECONNREFUSED" }] },
      "unavailable",
    ],
    ["a reset without a call", { code: "ECONNRESET", message: "x" }, undefined],
    ["a port in use", { code: "EADDRINUSE", syscall: "listen" }, undefined],
    ["a missing file", { code: "ENOENT", syscall: "open" }, undefined],
    ["a code that a library made up", { code: "ECONNREFUSED" }, undefined],
    ["no code", {}, undefined],
  ])("about %s", (_what, error, failure) => {
    expect(systemFailure(error)).toBe(failure);
  });

  it("is judged by its code alone where an HTTP client has thrown it", () => {
    expect(failureOfCode("ECONNREFUSED")).toBe("unavailable");
    expect(failureOfCode("SELF_SIGNED_CERT_IN_CHAIN")).toBe("bad_response");
    expect(failureOfCode("HPE_HEADER_OVERFLOW")).toBe("bad_response");
    expect(failureOfCode("ENOENT")).toBeUndefined();
  });

  it.each([
    ["a proxy that throws", hostileProxy()],
    ["a revoked proxy", revokedProxy()],
  ])("is not %s", (_what, error) => {
    expect(systemFailure(error)).toBeUndefined();
    expect(readResponse(error)).toBeUndefined();
    expect(classNameOf(error)).toBe("");
  });
});

describe("an abort", () => {
  const here = { socket: { destroyed: false } } as Request;
  const gone = { socket: { destroyed: true } } as Request;
  const timeout = new DOMException("x", "TimeoutError");
  const abort = new DOMException("x", "AbortError");

  it.each<[string, object, Request, number | undefined]>([
    ["of AbortSignal.timeout()", timeout, here, 504],
    ["of AbortSignal.timeout() after the client has left", timeout, gone, 504],
    ["by the server", abort, here, 503],
    ["after the client has left", abort, gone, 499],
    [
      "around a timeout",
      Object.assign(new Error("x", { cause: timeout }), { name: "AbortError" }),
      here,
      504,
    ],
    ["of axios", { name: "CanceledError", code: "ERR_CANCELED" }, here, 503],
    ["that is not one of axios", { name: "CanceledError", code: "x" }, here, undefined],
    ["with the code of a library", { name: "AbortError", code: 7 }, here, undefined],
    ["that is another error", new Error("x"), here, undefined],
  ])("%s", (_what, error, request, status) => {
    expect(fromAbort(error, { thrown: error, request })?.status).toBe(status);
  });

  it("after the client has left is told from the socket, or from the request of an older Node", () => {
    expect(hasLeft(gone)).toBe(true);
    expect(hasLeft({ aborted: true } as Request)).toBe(true);
    expect(hasLeft(here)).toBe(false);
    expect(hasLeft({} as Request)).toBe(false);
    expect(toClientGone(cause)).toMatchObject({ status: 499, cause });
  });
});

describe("a refused token", () => {
  it.each<[BearerFailure, number, string, string]>([
    ["missing", 401, "unauthorized", "Bearer"],
    ["expired", 401, "token_expired", 'Bearer error="invalid_token"'],
    ["not_yet_valid", 401, "unauthorized", 'Bearer error="invalid_token"'],
    ["invalid", 401, "unauthorized", 'Bearer error="invalid_token"'],
    ["revoked", 401, "unauthorized", 'Bearer error="invalid_token"'],
    ["malformed_request", 400, "bad_request", 'Bearer error="invalid_request"'],
    ["insufficient_scope", 403, "forbidden", 'Bearer error="insufficient_scope"'],
  ])("that is %s is a %d %s with the challenge of RFC 6750", (failure, status, code, challenge) => {
    const error = toBearerError(failure, cause);

    expect(error).toMatchObject({ status, code, cause });
    expect(error.headers?.["WWW-Authenticate"]).toBe(challenge);
  });

  it("names the realm of the app", () => {
    const error = toBearerError("expired", cause, { realm: "articles" });

    expect(error.headers?.["WWW-Authenticate"]).toBe(
      'Bearer realm="articles", error="invalid_token"',
    );
  });
});
