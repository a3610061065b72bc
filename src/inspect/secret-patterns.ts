/** One kind of secret and how a text shows it. */
export interface SecretPattern {
  /** The word in the mask. */
  readonly kind: string;
  /** Matches the secret as the group `secret`, at the end of the match, and what leads to it as the group `before`. */
  readonly pattern: RegExp;
  /** Returns true if a match is a secret. Default: each match is one. */
  readonly isSecret?: (secret: string) => boolean;
}

// Names of members, parameters, headers and environment variables, and what may follow in the name.
const headerName = "(?:authorization|cookie)";
const secretName =
  "(?:pass(?:word|wd|phrase)|pwd|secret|api[-_]?key|access[-_]?key|private[-_]?key|credential)[\\w-]{0,20}";
const tokenName = "(?:token|session[-_]?id|signature|otp)[\\w-]{0,20}";
const anyName = `(?:${secretName}|${tokenName})`;
// JSON in JSON has \" or \\\" in place of a quote.
const mark = "\\\\{0,15}[\"'`]";
// The quote behind a name, and the bracket of user[password].
const bracket = "(?:\\]|%5D)?";
const nameEnd = `(?:${mark})?${bracket}`;
const separator = "\\s{0,3}(?:[:=]|=>)\\s{0,3}";
const bare = "[^\\s&,;\"'()<>{}[\\]]{1,5000}";

/**
 * The patterns in the order in which they are applied. Each has bounds, so that the time grows with the length of the
 * text only.
 */
export const secretPatterns: readonly SecretPattern[] = [
  { kind: "header", pattern: quoted(headerName) },
  { kind: "header", pattern: list(headerName) },
  {
    // A line of a header: the secret is the whole value, with the quotes of a parameter.
    kind: "header",
    pattern:
      /(?<before>(?:authorization|cookie)["']?\s{0,3}[:=]\s{0,3})(?!\s{0,9}[["'`\\])(?<secret>(?:=\\{0,15}"[^"\n]{0,500}"|[^"'\\\n]){1,5000})/gi,
  },
  {
    kind: "private key",
    pattern:
      /(?<before>-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)(?<secret>(?:(?!-----)[^]){1,5000})/g,
  },
  {
    // RFC 7617 §2: the base64 of a user name, a colon and a password.
    kind: "credentials",
    pattern: /(?<before>\bBasic\s{1,3})(?<secret>[\w+/-]{4,500}={0,2})/gi,
    isSecret: (secret) => Buffer.from(secret, "base64").includes(":"),
  },
  {
    // RFC 6750 §2.1 and the like. A word of a sentence, as in "Bearer authentication", has neither digits nor capitals.
    kind: "token",
    pattern: /(?<before>\b(?:Bearer|Digest|Token|ApiKey)\s{1,3})(?<secret>[\w.~+/=-]{8,2000})/gi,
    isSecret: (secret) => /\d|[a-z][A-Z]|[._=]/.test(secret.slice(0, -1)),
  },
  {
    // The password of a connection string may have a slash or an @; a number before a slash is a port.
    kind: "password",
    pattern:
      /(?<before>:\/\/[^\s/:@"'<>]{0,100}:)(?<secret>(?!\d{1,5}(?:\/|$))[^\s"'<>]{1,200})(?=@)/g,
  },
  // { "password": "…" }, password: '…'
  { kind: "secret", pattern: quoted(anyName) },
  { kind: "secret", pattern: list(anyName) },
  // CREATE USER ada PASSWORD '…'
  { kind: "secret", pattern: quoted("(?:password|identified by)\\s{1,3}(?=')", "") },
  // { "password": 1234 }
  named(`(?<before>(?:${secretName}|otp)${mark}\\s{0,3}:\\s{0,3})(?<secret>-?\\d[\\d.]{0,40})`),
  // DB_PASSWORD=…, password: …; "(using password: YES)" is how MySQL refuses a user.
  named(
    `(?<before>(?:${secretName}${bracket}${separator}|${tokenName}${bracket}=))(?!\\[|${mark}|(?:YES|NO|undefined|null|true|false)\\b)(?<secret>${bare})`,
  ),
  // The message of a failed query of Drizzle ends with the values.
  { kind: "values", pattern: /(?<before>\nparams: )(?<secret>[^\n]{1,5000})/g },
  // RFC 7519: the header begins with {" in base64.
  {
    kind: "JWT",
    pattern: /(?<before>(?<![\w-]))(?<secret>eyJ[\w-]{8,2000}\.[\w-]{2,4000}(?:\.[\w-]{0,2000})?)/g,
  },
  {
    // AWS, GitHub, GitLab, Stripe, Slack, Google, OpenAI and Anthropic, npm, SendGrid
    kind: "API key",
    pattern:
      /(?<before>)(?<secret>\b(?:A[KS]IA[A-Z0-9]{16}|(?:gh[opsur]_|github_pat_|glpat-|[prs]k_(?:live|test)_|whsec_|xox[abeoprs]-|AIza|SG\.[\w-]{16,64}\.)[\w-]{10,255}|(?:sk-|npm_)[\w-]{20,255}))/g,
  },
  {
    kind: "card number",
    pattern: /(?<before>(?<![\w.-]))(?<secret>[2-6]\d{3}(?:[ -]?\d){9,15})(?![\w.-]*\w)/g,
    isSecret: isCardNumber,
  },
];

/** Matches each text in which one of the patterns matches, at a tenth of their cost. */
export const hint: RegExp =
  /:\/\/|pass|pwd|secret|key|cred|identified|author|cookie|token|sess|sign|otp|basic\s|bearer|digest|params:|eyj|a[ks]ia|gh[opsur]_|github|glpat|[prs]k_|whsec|xox|aiza|sk-|npm_|sg\.|\d{4}/i;

/** Returns true if the member of an object is named like one that holds a secret. */
export function isSecretName(name: string): boolean {
  return secretMember.test(name);
}

const secretMember = /* @__PURE__ */ new RegExp(
  // A form or a query may name it user[password] or user.password.
  `^[\\w.[\\]-]{0,80}(?:${headerName}|${anyName})\\]?$`,
  "i",
);

/** An e-mail address (RFC 5322 §3.4.1), up to the domain. */
export const emailPattern: SecretPattern = {
  kind: "name",
  pattern: /(?<before>(?<![\w.+-]))(?<secret>[\w.+-]{1,64})(?=@[\w-]{1,63}\.[\w-])/g,
};

function named(source: string): SecretPattern {
  return { kind: "secret", pattern: new RegExp(source, "gi") };
}

/** Matches the text in quotes that follows a name. A quote with more backslashes than the first one is part of it. */
function quoted(
  name: string,
  before: string = nameEnd + separator,
  end = "\\k<quote>",
  character = "[^\\n]",
): RegExp {
  // A quote with fewer backslashes ends the text around it. SQL doubles the quotes in a text.
  return new RegExp(
    `(?<before>${name}${before}(?<escapes>\\\\{0,15})(?<quote>["'\`]))(?<secret>(?:''|(?!(?<!\\\\)\\k<escapes>${end}|(?<!\\k<escapes>)\\k<quote>)${character}){1,5000})`,
    "gi",
  );
}

/** Matches the list of texts that follows a name, up to the last quote. */
function list(name: string): RegExp {
  return quoted(name, `${nameEnd}${separator}\\[\\s{0,20}`, "[\"'`]\\s{0,20}\\]", "[^]");
}

/** Returns true if a text has 13 to 19 digits with a valid check digit (ISO/IEC 7812-1, annex B). */
function isCardNumber(text: string): boolean {
  const digits = Array.from(text.replaceAll(/\D/g, ""), Number).toReversed();
  if (digits.length < 13 || digits.length > 19) return false;
  let sum = 0;
  for (const [place, digit] of digits.entries()) {
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
