import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactor, redactSecrets } from "../../src/inspect/redact.ts";

/** A password with each character that a text in quotes writes in another way. */
const hard = `correct"horse'battery\\staple`;
const login = { user: "ada", password: hard, page: 1 };
const json = (value: unknown): string => JSON.stringify(value);

const masked = (text: string): string => redactSecrets(text).replaceAll(/ [0-9a-f]{4}\]/g, "]");

describe("redactSecrets", () => {
  it.each([
    [
      "a connection string",
      "postgres://app:hunter2@db:5432/app",
      "postgres://app:[password]@db:5432/app",
    ],
    ["a password with / and @", "redis://:p@ss/w0rd@cache:6379", "redis://:[password]@cache:6379"],
    ["a password of digits", "https://user:12345@host/", "https://user:[password]@host/"],
    ["a variable", "DB_PASSWORD=hunter2 is wrong", "DB_PASSWORD=[secret] is wrong"],
    ["a member of JSON", '{"password":"a b","n":1}', '{"password":"[secret]","n":1}'],
    ["a member as Node prints it", "{ apiKey: 'it\"s', n: 1 }", "{ apiKey: '[secret]', n: 1 }"],
    ["a sentence", "Wrong password: hunter2", "Wrong password: [secret]"],
    [
      "a query string",
      "/x?token=abc&access_key=d&page=2",
      "/x?token=[secret]&access_key=[secret]&page=2",
    ],
    ["a header", "Authorization: Bearer abc", "Authorization: [header]"],
    ["cookies", "Cookie: sid=abc; theme=dark\nnext", "Cookie: [header]\nnext"],
    ["a bearer token", "sent Bearer abc.def-123 to it", "sent Bearer [token] to it"],
    ["basic credentials", "sent Basic dTpw to it", "sent Basic [credentials] to it"],
    ["a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln expired", "[JWT] expired"],
    ["a key of AWS", "AKIAIOSFODNN7EXAMPLE is unknown", "[API key] is unknown"],
    ["a key of GitHub", `ghp_${"a1".repeat(18)} is unknown`, "[API key] is unknown"],
    ["a key of Stripe", "sk_live_4eC39HqLyjWD is unknown", "[API key] is unknown"],
    ["a key of OpenAI", `sk-proj-${"a1".repeat(10)} is unknown`, "[API key] is unknown"],
    ["a card number", "card 4242 4242 4242 4242 declined", "card [card number] declined"],
    [
      "a card number without spaces",
      "card 378282246310005 declined",
      "card [card number] declined",
    ],
    [
      "a private key",
      "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END",
      "-----BEGIN PRIVATE KEY-----[private key]-----END",
    ],
    [
      "the values of a query",
      "Failed query: select $1\nparams: a,b",
      "Failed query: select $1\nparams: [values]",
    ],
  ])("masks %s", (_what, text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    ["JSON", json(login)],
    ["JSON in JSON", json({ body: json(login) })],
    ["JSON in JSON in JSON", json({ body: json({ data: json(login) }) })],
    ["JSON, three times in JSON", json({ body: json({ data: json({ inner: json(login) }) }) })],
    ["an object as Node prints it", inspect(login)],
    ["JSON in an object as Node prints it", inspect({ body: json(login) })],
    ["JSON in JSON, as Node prints it", inspect({ body: json({ data: json(login) }) })],
    ["an object as Node prints it, in JSON", json({ output: inspect(login) })],
    ["a list", json({ ...login, password: [hard, "correct", "battery]"] })],
    ["a list in JSON in JSON", json({ body: json({ ...login, password: [hard, hard] }) })],
    ["a list as Node prints it", inspect({ ...login, password: [hard, "battery"] })],
    ["a number", json({ ...login, password: 4711 })],
    ["a number in JSON in JSON", json({ body: json({ ...login, password: 4711 }) })],
    ["a long text", json({ ...login, password: "correct".repeat(500) })],
    ["a long token without quotes", `ada, page: token=${"correct".repeat(500)}`],
    ["a text in single quotes", String.raw`ada, page: password='correct\'battery'`],
    ["a template", "ada, page: password=`correct battery`"],
    ["SQL", "page: CREATE USER ada PASSWORD 'correct''battery'"],
    ["SQL of MySQL", "page: CREATE USER ada IDENTIFIED BY 'correct''battery'"],
    ["a form", "ada, page: /x?user[password]=correct&user%5Bpassword%5D=battery"],
    ["a member in brackets", 'ada, page: settings["password"] = "correct battery"'],
    [
      "cookies that a response sets",
      json({ ...login, password: 1, "set-cookie": ["correct=battery"] }),
    ],
    ["cookies in quotes", json({ ...login, password: 1, cookie: 'a="1"; b=correct' })],
    [
      "cookies in JSON in JSON",
      json({ body: json({ ...login, password: 1, cookie: "b=correct" }) }),
    ],
    ["a line of cookies", 'ada, page: Cookie: a="1"; b=correct'],
    ["digest", 'ada, page: Authorization: Digest username="a", response="correct"'],
    ["digest in JSON", json({ ...login, password: 1, authorization: 'Digest a="b", c="correct"' })],
    [
      "a key with headers",
      "ada, page: -----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-256\n\ncorrect\n-----END",
    ],
  ])("masks the whole secret in %s, and no more", (_what, text) => {
    const redacted = redactSecrets(text);

    expect(redacted).toMatch(/\[(?:secret|header|private key) [0-9a-f]{4}\]/);
    expect(redacted).not.toMatch(/correct|horse|battery|staple|4711/);
    expect(redacted).toMatch(/ada\b.*page|page.*\bada\b/s);
  });

  it("masks any password in JSON, however often that is a text of other JSON", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.nat(3), (password, depth) => {
        let text = json({ password: `${password}-hunter2` });
        for (let level = 0; level < depth; level += 1) text = json({ body: text });

        expect(redactSecrets(text)).not.toContain("hunter2");
      }),
    );
  });

  it.each([
    json({ password: "", user: "ada" }),
    json({ body: json({ password: "", user: "ada" }) }),
    "password='', user='ada'",
    json({ password: null, token: true, secret: [] }),
    '"password": must have 8 characters',
    "Cannot read properties of undefined (reading 'password')",
    "http://localhost:3000/@scope/package",
    "at file:///app/src/a.ts:10:5",
    "Unexpected token: <",
    "Unexpected token } in JSON at position 4",
    "Bearer authentication is required",
    "Basic authentication is required",
    "Access denied for user 'root'@'localhost' (using password: YES)",
    "password: undefined",
    "order 4242424242424241 at 1700000000000",
    "A user with the address bob@example.com exists.",
    "getaddrinfo ENOTFOUND db.internal",
    "",
  ])("leaves %j as it is", (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it("masks the same secret the same way, and another one differently", () => {
    const [first, again, other] = ["pwd=a1b2c3", "pwd=a1b2c3", "pwd=a1b2c4"].map((text) =>
      redactSecrets(text),
    );

    expect(first).toMatch(/^pwd=\[secret [0-9a-f]{4}\]$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("masks a password of a connection string, whatever it consists of", () => {
    const password = fc.stringMatching(/^[\w!#$%&*+,.:;=?@^~-]{8,60}$/);

    fc.assert(
      fc.property(password, fc.lorem(), (secret, words) => {
        fc.pre(!/^\d{1,5}$/.test(secret));
        expect(redactSecrets(`${words} amqp://app:${secret}@queue ${words}`)).not.toContain(secret);
      }),
    );
  });

  it("returns a text of prose unchanged", () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 50 }), (text) => {
        expect(redactSecrets(text)).toBe(text);
      }),
    );
  });
});

it.each([
  ["escaped quotes", 'password="', '\\"'],
  ["names before backslashes", "", "password\\\\\\\\"],
  ["lists without an end", "", 'password:["'],
  ["brackets", 'password:["', '" '],
  ["parameters of a header", "cookie: ", '="'],
  ["lines of a header", "", "cookie: ="],
  ["doubled quotes", "password='", "''"],
  ["hyphens of a key", "-----BEGIN PRIVATE KEY-----", "----\n"],
])("takes a time that grows with the length only: %s", (_what, start, pump) => {
  const time = (length: number): number => {
    const text = start + pump.repeat(length / pump.length);
    return Math.min(
      ...[1, 2, 3].map(() => {
        const begin = performance.now();
        redactSecrets(text);
        return performance.now() - begin;
      }),
    );
  };

  // 30 times the length takes 900 times as long when the time is quadratic.
  expect(time(120_000)).toBeLessThan(150 * Math.max(1, time(4000)));
});

describe("redactor", () => {
  it("masks the matches of the app's own expressions, whatever their groups and flags", () => {
    const redact = redactor([/(?<secret>c)us_(\w)\2/i, /x*/y]);

    expect(redact("CUS_11 and cus_12")).toMatch(/^\[secret [0-9a-f]{4}\] and cus_12$/);
  });

  it("masks the names of e-mail addresses when it is asked to", () => {
    const redact = redactor([], true);

    expect(redact("to a.b+c@example.co.uk")).toMatch(/^to \[name [0-9a-f]{4}\]@example\.co\.uk$/);
  });
});
