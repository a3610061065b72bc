import { describe, expect, it } from "vitest";
import { type PublicError, toPublicError } from "../../src/errors/public-error.ts";
import { linesToSend } from "../../src/present/headers.ts";
import { repeatedHeader, repeatingMember } from "../../src/present/repeated-header.ts";
import { serverResponse } from "../support/server-response.ts";

const unauthorized = toPublicError({ status: 401, code: "unauthorized", title: "Unauthorized" });
const notAllowed = toPublicError({
  status: 405,
  code: "method_not_allowed",
  title: "Method not allowed",
});

/** Returns the member for an error whose response has these headers. */
function memberOf(error: PublicError, headers: Record<string, string | string[]> = {}) {
  const { res } = serverResponse();
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  const repeated = repeatedHeader(error);
  return repeated && repeatingMember(repeated, linesToSend(res, error.headers, repeated.header));
}

describe("repeatedHeader", () => {
  it("has the lines of the error before those of the response", () => {
    const headers = { "www-AUTHENTICATE": ["Basic", "Bearer"] };

    expect(memberOf({ ...unauthorized, headers }, { "WWW-Authenticate": "Digest" })).toEqual({
      challenge: ["Basic", "Bearer"],
    });
    expect(memberOf(unauthorized, { "WWW-Authenticate": ["Digest", "Basic"] })).toEqual({
      challenge: ["Digest", "Basic"],
    });
  });

  it("is empty without the header, and with one that Node refuses", () => {
    expect(memberOf(unauthorized)).toEqual({ challenge: [] });
    expect(memberOf({ ...notAllowed, headers: { Allow: "GET\n" } })).toEqual({ allow: [] });
  });

  it("lists the methods of several lines, without empty elements", () => {
    expect(memberOf(notAllowed, { Allow: ["GET,, HEAD ", " PUT"] })).toEqual({
      allow: ["GET", "HEAD", "PUT"],
    });
  });

  it.each<[string, Partial<PublicError>]>([
    ["another status", { status: 404 }],
    ["a code of the app", { code: "token_expired" }],
    ["a built-in code that the app declares", { title: "Log in first" }],
  ])("is left out of %s", (_what, members) => {
    expect(memberOf({ ...unauthorized, ...members }, { "WWW-Authenticate": "Basic" })).toBe(
      undefined,
    );
  });
});
