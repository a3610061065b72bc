import { googleCloud, nodemailer, octokit } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";
import { mapError } from "../support/map-error.ts";

// Errors as the libraries throw them, which test/libraries provokes, and errors of others that resemble them.

const errorWith = (members: object): Error => Object.assign(new Error("hunter2"), members);

const response = { status: 404, statusCode: 404, headers: { "retry-after": "7" } };
const gaxios = { [Symbol.for("gaxios-gaxios-error")]: "7.3.1" };

describe("googleCloud()", () => {
  it.each<[string, object, number | undefined]>([
    ["an ApiError", { code: 404, errors: [], response }, 502],
    ["an ApiError of a limit", { code: 429, errors: [], response }, 503],
    ["a GaxiosError", { ...gaxios, code: "404", response }, 502],
    ["a GaxiosError without a response", { ...gaxios, code: "ECONNREFUSED" }, undefined],
    ["a number without a list of errors", { code: 404, response }, undefined],
    ["a list of errors without a response", { code: 404, errors: [] }, undefined],
    ["a number that is not a status", { code: 5, errors: [], response }, undefined],
    ["a number beyond all statuses", { code: 11_000, errors: [], response }, undefined],
    ["a response alone", { response }, undefined],
  ])("responds to %s with its status", (_what, members, status) => {
    expect(mapError(googleCloud(), errorWith(members))?.status).toBe(status);
  });
});

describe("octokit()", () => {
  const request = { method: "GET", url: "https://api.github.com/x", headers: {} };

  it.each<[string, object, number | undefined]>([
    ["a response", { name: "HttpError", status: 404, request, response }, 502],
    [
      "a response that asks for patience",
      { name: "HttpError", status: 429, request, response: { ...response, status: 429 } },
      503,
    ],
    ["a request without a response", { name: "HttpError", status: 500, request }, undefined],
    ["another name", { name: "Error", status: 404, request, response }, undefined],
    ["no request", { name: "HttpError", status: 404, response }, undefined],
    ["a request without a URL", { name: "HttpError", request: {}, response }, undefined],
  ])("responds to an error with %s with its status", (_what, members, status) => {
    expect(mapError(octokit(), errorWith(members))?.status).toBe(status);
  });
});

describe("nodemailer()", () => {
  it.each<[string, object, number | undefined]>([
    ["a refused address", { code: "EENVELOPE", command: "RCPT TO", responseCode: 550 }, 502],
    ["a mail server that is busy", { code: "EENVELOPE", command: "MAIL", responseCode: 450 }, 503],
    ["a mail without an address", { code: "EENVELOPE", command: "API" }, 500],
    ["a wrong password", { code: "EAUTH", command: "AUTH PLAIN", responseCode: 535 }, 500],
    ["a password to check later", { code: "EAUTH", command: "AUTH", responseCode: 454 }, 503],
    ["a proxy that is down", { code: "EPROXY", command: "CONN" }, 503],
    ["a socket that was refused", socket("ECONNREFUSED"), 503],
    ["a socket that was reset", socket("ECONNRESET"), 502],
    ["a certificate that has expired", socket("CERT_HAS_EXPIRED"), 502],
    ["a socket of nodemailer 7, which keeps no code", { code: "ESOCKET", command: "CONN" }, 503],
    ["a timeout", { code: "ETIMEDOUT", command: "CONN" }, 504],
    ["a timeout of another library", { code: "ETIMEDOUT" }, undefined],
    ["a code of another library", { code: "EOTHER", command: "CONN" }, undefined],
  ])("responds to %s", (_what, members, status) => {
    expect(mapError(nodemailer(), errorWith(members))?.status).toBe(status);
  });
});

function socket(originalCode: string): object {
  return { code: "ESOCKET", command: "CONN", originalCode, syscall: "connect" };
}

describe.each(Object.entries({ googleCloud, octokit, nodemailer }))("%s()", (_name, mapper) => {
  it.each([
    ["a proxy that throws", hostileProxy()],
    ["a revoked proxy", revokedProxy()],
    ["a text", "EAUTH"],
    ["nothing", undefined],
  ])("does not know %s", (_what, thrown) => {
    expect(mapError(mapper(), thrown)).toBeUndefined();
  });
});
