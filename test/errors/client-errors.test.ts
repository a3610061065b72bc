import {
  HttpError,
  MethodNotAllowedError,
  ProxyAuthenticationRequiredError,
  UnauthorizedError,
  UpgradeRequiredError,
} from "express-backstop";
import { describe, expect, it } from "vitest";

type Options = ConstructorParameters<typeof HttpError>[2];
const classes: readonly (readonly [string, string, unknown, (options?: Options) => HttpError])[] = [
  ["WWW-Authenticate", "challenge", ["Bearer"], (o) => new UnauthorizedError("Bearer", "Why.", o)],
  [
    "Proxy-Authenticate",
    "challenge",
    ["Basic"],
    (o) => new ProxyAuthenticationRequiredError("Basic", "Why.", o),
  ],
  ["Allow", "allow", ["GET", "PUT"], (o) => new MethodNotAllowedError(["GET", "PUT"], "Why.", o)],
  ["Upgrade", "protocol", "h2c", (o) => new UpgradeRequiredError("h2c", "Why.", o)],
];

describe.each(classes)("an error with the header %s", (header, member, value, create) => {
  it("has the message, the header, and its value as a member", () => {
    const error = create();

    expect(error.message).toBe("Why.");
    expect(error.headers).toEqual({ [header]: [value].flat().join(", ") });
    expect(error.extensions).toEqual({ [member]: value });
  });

  it("keeps other headers, and does not let an option replace its own", () => {
    const { headers } = create({ headers: { "X-Shard": "3", [header]: "other" } });

    expect(headers).toEqual({ "X-Shard": "3", [header]: create().headers?.[header] });
  });

  it("keeps other members, and lets an option replace its own", () => {
    expect(create({ extensions: { shard: 3 } }).extensions).toEqual({ shard: 3, [member]: value });
    expect(create({ extensions: { [member]: "other" } }).extensions).toEqual({ [member]: "other" });
  });

  it("takes code, cause and context", () => {
    const options = { code: "other_code", cause: "why", context: { shard: 3 } };

    expect(create(options)).toMatchObject(options);
  });
});

it("has a header line and a member for each of several challenges", () => {
  const challenges = ["Bearer", "Basic"];

  const { headers, extensions } = new UnauthorizedError(challenges);

  expect(headers).toEqual({ "WWW-Authenticate": challenges });
  expect(extensions).toEqual({ challenge: challenges });
});

it("says which methods a resource supports, unless a message says more", () => {
  expect(new MethodNotAllowedError(["GET", "HEAD"]).message).toBe(
    "This resource supports GET, HEAD.",
  );
});

describe("something else in place of the methods", () => {
  it.each<[string, unknown]>([
    ['"Only GET is allowed"', "Only GET is allowed"],
    ["undefined", undefined],
    ["a value of type object", { code: "wrong_method" }],
  ])("still is a 405, whose record has a hint: %s", (received, allow) => {
    const error = new MethodNotAllowedError(allow as string[]);

    expect(error).toMatchObject({ status: 405, message: "Method not allowed" });
    expect(error.headers).toBeUndefined();
    expect(error.failures).toEqual([
      new TypeError(
        `MethodNotAllowedError: allow must be an array such as ["GET"], got ${received}. The message comes second.`,
      ),
    ]);
  });

  it.each<[string, unknown]>([
    ['"Use HTTP/2 or newer."', "Use HTTP/2 or newer."],
    ["undefined", undefined],
    ["an array", ["h2c"]],
  ])("of the protocol still is a 426, whose record has a hint: %s", (received, protocol) => {
    const error = new UpgradeRequiredError(protocol as string);

    expect(error).toMatchObject({ status: 426, message: "Upgrade required" });
    expect(error).not.toHaveProperty("headers");
    expect(error).not.toHaveProperty("extensions");
    expect(error.failures).toEqual([
      new TypeError(
        `UpgradeRequiredError: protocol must be a protocol such as "h2c", got ${received}. The message comes second.`,
      ),
    ]);
  });

  it.each(["h2c", "HTTP/2.0", "websocket", "HTTP/2.0, SHTTP/1.3"])(
    "takes %s for a protocol",
    (name) => {
      const error = new UpgradeRequiredError(name);

      expect(error.headers).toEqual({ Upgrade: name });
      expect(error).not.toHaveProperty("failures");
    },
  );

  it("and a message that is not a string are two mistakes", () => {
    const error = new MethodNotAllowedError("GET" as never, {} as string);

    expect(error.failures).toHaveLength(2);
  });
});

describe("a challenge", () => {
  it.each([
    ["Bearer"],
    ['Bearer realm="articles"'],
    ['Basic realm="articles", charset="UTF-8"'],
    ["Negotiate dG9rZW4="],
    ["Negotiate dG9rZW4"],
    ["Negotiate dG9rZQ==, Basic"],
    ['Negotiate, Basic realm="articles"'],
    ["Digest  qop = auth"],
  ])("may be %s", (challenge) => {
    expect(new UnauthorizedError(challenge).failures).toBeUndefined();
  });

  it.each([
    ["Log in first.", '"Log in first."'],
    ["No token.", '"No token."'],
    [["Bearer", "Log in first, please"], '"Log in first, please"'],
    ["", '""'],
    [undefined as unknown as string, "undefined"],
  ])("that is %j is a mistake for the record", (challenge, got) => {
    const { failures, extensions, headers } = new UnauthorizedError(challenge);

    const [member, header] = Array.isArray(challenge) ? [["Bearer"], "Bearer"] : [];
    expect([extensions?.["challenge"], headers?.["WWW-Authenticate"]]).toEqual([member, header]);
    expect(failures).toEqual([
      new TypeError(
        `UnauthorizedError: challenge must be a challenge such as 'Bearer realm="articles"', got ${got}. The message comes second.`,
      ),
    ]);
  });

  it("and a message that is not a string are two mistakes", () => {
    const error = new ProxyAuthenticationRequiredError("Log in first.", {} as unknown as string);

    expect(error.failures).toHaveLength(2);
  });
});
