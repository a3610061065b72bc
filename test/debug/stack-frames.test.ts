import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { sourceExcerpt } from "../../src/debug/source-excerpt.ts";
import { sourceRedactor } from "../../src/debug/source-redactor.ts";
import { readFrames } from "../../src/debug/stack-frames.ts";
import { redactSecrets } from "../../src/inspect/redact.ts";

const frame = (text: string) => readFrames(`Error: m\n    at ${text}`, "m")[0];

describe("readFrames", () => {
  it.each([
    ["read (/app/src/a.ts:3:7)", "/app/src/a.ts", true],
    ["/app/src/a.ts:3:7", "/app/src/a.ts", true],
    ["async /app/src/a.ts:3:7", "/app/src/a.ts", true],
    ["async Promise.all (/app/a b/(x)/a.ts:3:7)", "/app/a b/(x)/a.ts", true],
    ["new Reader (file:///app/src/a%20b.ts:3:7)", "/app/src/a b.ts", true],
    [
      "Object.<anonymous> (/app/node_modules/pg/lib/client.js:3:7)",
      "/app/node_modules/pg/lib/client.js",
      false,
    ],
    [String.raw`read (C:\app\src\a.ts:3:7)`, String.raw`C:\app\src\a.ts`, true],
  ])("reads the place of %s", (text, file, isApp) => {
    expect(frame(text)).toMatchObject({ place: { file, line: 3, column: 7 }, isApp });
  });

  it.each([
    "node:internal/process/task_queues:95:5",
    "process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
    "JSON.parse (<anonymous>)",
    "eval (eval at run (native), <anonymous>:1:1)",
    "x (file://%zz/a.ts:1:1)",
  ])("knows no file for %s", (text) => {
    expect(frame(text)).toMatchObject({ text, place: undefined, isApp: false });
  });

  it("shows files of the app from its folder", () => {
    const file = `${process.cwd()}${sep}src${sep}a.ts`;

    expect(frame(`read (${file}:3:7)`)?.text).toBe(`read (src${sep}a.ts:3:7)`);
    expect(frame(`read (${pathToFileURL(file).href}:3:7)`)?.text).toBe("read (src/a.ts:3:7)");
  });

  it("does not take a line of the message for a frame, even if the message was changed later", () => {
    const stack = "Error: no\n    at forged (/app/a.ts:1:1)\nmore\n    at real (/app/b.ts:1:1)";

    for (const message of ["no\n    at forged (/app/a.ts:1:1)\nmore", "another"]) {
      expect(readFrames(stack, message).map(({ text }) => text)).toEqual(["real (/app/b.ts:1:1)"]);
    }
  });
});

describe("sourceExcerpt", () => {
  it("has the line and four on each side, as far as the file has them", () => {
    const file = new URL(import.meta.url).pathname;

    const lines = sourceExcerpt({ file, line: 2, column: 1 });

    expect(lines.map(({ number, isCurrent }) => [number, isCurrent])).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => [number, number === 2]),
    );
    expect(lines[0]?.text).toBe('import { mkdtempSync, writeFileSync } from "node:fs";');
  });

  it("is empty for source code outside of the working directory", () => {
    const file = join(mkdtempSync(join(tmpdir(), "outside-")), "own.js");
    writeFileSync(file, "content of a file\n");

    expect(sourceExcerpt({ file, line: 1, column: 1 })).toEqual([]);
  });

  it.each([
    ["a missing file", "/no/such/file.ts", 1],
    ["a folder", process.cwd(), 1],
    ["a line that the file does not have", new URL(import.meta.url).pathname, 100_000],
    ["a file that is not source code", "/etc/hostname", 1],
  ])("is empty for %s", (_what, file, line) => {
    expect(sourceExcerpt({ file, line, column: 1 })).toEqual([]);
  });
});

describe("sourceRedactor", () => {
  const mask = sourceRedactor(redactSecrets);

  it.each([
    "const password = await readPassword(req.headers.authorization);",
    "const cookie = req.headers.cookie ?? fallback;",
    'if (token === "") throw new Error("no token");',
    String.raw`const escapes = "\x1b[0m\n\n";`,
  ])("leaves code as it is: %s", (line) => {
    expect(mask(line)).toBe(line);
  });

  it("takes a time that grows with the length only, whatever is escaped", () => {
    const line = `const text = "${String.raw`\n`.repeat(300)}`;

    expect(mask(line)).toBe(line);
  });

  it.each([
    ['const password = "hunter2";', "hunter2"],
    ["open({ password: 'hunter2' })", "hunter2"],
    ['connect("postgres://app:hunter2@db/a")', "hunter2"],
    ["connect(`postgres://app:hunter2@${host}/a`)", "hunter2"],
    ["// password=hunter2", "hunter2"],
    ["/* password: hunter2 */", "hunter2"],
    ['const password: string = "hunter2";', "hunter2"],
    ['const password = process.env.PASSWORD ?? "hunter2";', "hunter2"],
    ['headers.set("x-api-key", "hunter2hunter2");', "hunter2hunter2"],
    ["DB_PASSWORD=hunter2", "hunter2"],
    ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7", "MIIEvQIBADANBgkqhkiG9w0BAQEF"],
    ["   * Authorization: Bearer abcdef1234567890", "abcdef1234567890"],
    ["const text = `Authorization: Bearer abcdef1234567890", "abcdef1234567890"],
  ])("masks the secret of a text: %s", (line, secret) => {
    expect(mask(line)).not.toContain(secret);
  });
});
