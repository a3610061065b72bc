import { amqplib, bullmq, fetch, nodeSystem, recommended, redis } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { mapError, requestWith } from "../support/map-error.ts";

const mappers = Object.entries({ amqplib, bullmq, redis, fetch, nodeSystem });

describe.each(mappers)("an error of a socket that %s() is asked about", (_name, mapper) => {
  it.each<[string, { readonly code: string; readonly syscall?: string }, number]>([
    ["a refused connection", { code: "ECONNREFUSED", syscall: "connect" }, 503],
    ["a name without an address", { code: "ENOTFOUND", syscall: "getaddrinfo" }, 503],
    ["a connection that timed out", { code: "ETIMEDOUT", syscall: "connect" }, 504],
    ["a reset", { code: "ECONNRESET", syscall: "read" }, 502],
    ["an expired certificate", { code: "CERT_HAS_EXPIRED" }, 502],
  ])("has the same response as from every other mapper: %s", (_what, members, status) => {
    const error = Object.assign(new Error("10.0.0.7"), members);

    expect(mapError(mapper(), error)).toMatchObject({ status, context: { code: error.code } });
  });

  it("is nobody's failure if the client has left", () => {
    const request = requestWith();
    request.socket.destroy();
    const error = Object.assign(new Error("x"), { code: "EPIPE", syscall: "write" });

    expect(mapper()(error, request)?.status).toBe(499);
  });

  it("is not one of a file", () => {
    const error = Object.assign(new Error("x"), { code: "ENOENT", syscall: "open" });

    expect(mapError(mapper(), error)).toBeUndefined();
  });
});

it("asks no mapper of recommended() that takes a refused certificate for an outage", () => {
  const error = Object.assign(new TypeError("fetch failed"), {
    cause: Object.assign(new Error("x"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
  });

  const [answer] = recommended().flatMap((mapper) => mapper(error, requestWith()) ?? []);

  expect(answer?.status).toBe(502);
});
