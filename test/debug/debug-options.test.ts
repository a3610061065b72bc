import { errorHandler } from "express-backstop";
import { afterEach, describe, expect, it, vi } from "vitest";
import { editorLink } from "../../src/debug/editor-link.ts";

afterEach(() => void vi.unstubAllEnvs());

describe("debug", () => {
  it.each([true, {}, { editor: "zed" }, { production: false }] as const)(
    "is refused in production: %j",
    (debug) => {
      vi.stubEnv("NODE_ENV", "production");

      expect(() => errorHandler({ debug })).toThrow(
        'errorHandler: debug must be off when NODE_ENV is "production". Write debug: process.env.NODE_ENV !== "production".',
      );
    },
  );

  it("is accepted in production where it is off, or where its options allow it", () => {
    vi.stubEnv("NODE_ENV", "production");

    expect(() => errorHandler({ debug: false })).not.toThrow();
    expect(() => errorHandler({ debug: { production: true } })).not.toThrow();
  });

  it.each([
    [{ editors: "zed" }, 'errorHandler: debug: unknown option "editors". Write one of editor,'],
    [{ editor: "vim" }, "errorHandler: debug: editor must be one of vscode, vscode-insiders,"],
    [{ editor: "toString" }, "errorHandler: debug: editor must be one of vscode,"],
    [{ remoteClients: 1 }, "errorHandler: debug: remoteClients must be true or false, got 1."],
    [{ production: "yes" }, 'errorHandler: debug: production must be true or false, got "yes".'],
    ["yes", 'errorHandler: debug must be true, false or an object such as { editor: "webstorm" }'],
  ])("is refused when it is %j", (debug, message) => {
    expect(() => errorHandler({ debug } as object)).toThrow(message);
  });
});

describe("editorLink", () => {
  const place = { file: "/my app/src/a#b.ts", line: 7, column: 3 };

  it.each([
    [undefined, "vscode://file/my%20app/src/a%23b.ts:7:3"],
    ["cursor", "cursor://file/my%20app/src/a%23b.ts:7:3"],
    ["zed", "zed://file/my%20app/src/a%23b.ts:7:3"],
    ["webstorm", "webstorm://open?file=%2Fmy%20app%2Fsrc%2Fa%23b.ts&line=7&column=3"],
    ["sublime", "subl://open?url=file%3A%2F%2F%2Fmy%20app%2Fsrc%2Fa%23b.ts&line=7&column=3"],
  ] as const)("makes the address of %s", (editor, address) => {
    expect(editorLink(editor)?.(place)).toBe(address);
  });

  it("makes the address of Windows paths", () => {
    const file = String.raw`C:\app\a.ts`;

    expect(editorLink("vscode")?.({ ...place, file })).toBe("vscode://file/C:/app/a.ts:7:3");
  });

  it("takes a function, and makes no links for false", () => {
    expect(editorLink(({ file, line }) => `nvim:${file}:${line}`)?.(place)).toBe(
      "nvim:/my app/src/a#b.ts:7",
    );
    expect(editorLink(false)).toBeUndefined();
  });
});
