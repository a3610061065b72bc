import { afterEach, describe, expect, it, vi } from "vitest";
import { fingerprint } from "../../src/report/fingerprint.ts";

const folder = process.cwd();
afterEach(() => {
  vi.restoreAllMocks();
});

interface Frames {
  readonly line?: number;
  readonly folder?: string;
  readonly outer?: string;
}

const failure = (message: string, { line = 10, folder: at = folder, outer = "get" }: Frames = {}) =>
  Object.assign(new Error(message), {
    stack: [
      `Error: ${message}`,
      `    at async find (file://${at}/src/articles.ts:${line}:5)`,
      `    at ${outer} (${at}/src/routes.ts:${line + 1}:19)`,
      `    at Layer.handle (${at}/node_modules/express/lib/layer.js:95:5)`,
      "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
    ].join("\n"),
  });

describe("the fingerprint of a failure", () => {
  it("consists of sixteen hexadecimal digits", () => {
    expect(fingerprint(failure("x"), "internal_error", "/")).toMatch(/^[0-9a-f]{16}$/);
  });

  // A tracker groups by it, so that it may not change with a release of this package either.
  it("is the same in every release", () => {
    expect(fingerprint(failure("x"), "internal_error", "/")).toBe("8e4c1561f22c6b41");
    expect(fingerprint({ code: "E_LOCKED" }, "internal_error", undefined)).toBe("7130c5fa5d8aa3e3");
  });

  it.each([
    ["on Linux", "/srv/releases/7", "/srv/releases/8"],
    ["on Windows", String.raw`C:\releases\7`, String.raw`D:\8`],
  ])("is the same in another working directory %s", (_what, one, other) => {
    const cwd = vi.spyOn(process, "cwd");
    const at = (directory: string): string => {
      cwd.mockReturnValue(directory);
      const stack = `Error: x\n    at find (${directory}${directory.includes("\\") ? "\\" : "/"}articles.ts:1:2)`;
      return fingerprint({ stack }, "internal_error", "/");
    };

    expect(at(other)).toBe(at(one));
  });

  it("depends on the five innermost functions of the app, and on no outer one", () => {
    const at = (...functions: readonly string[]): string => {
      const frames = functions.map((name) => `    at ${name} (${folder}/src/app.js:1:2)`);
      return fingerprint({ stack: ["Error: x", ...frames].join("\n") }, "internal_error", "/");
    };

    expect(at("a", "b", "c", "d", "e", "other")).toBe(at("a", "b", "c", "d", "e", "f"));
    expect(at("a", "b", "c", "d", "other", "f")).not.toBe(at("a", "b", "c", "d", "e", "f"));
  });

  it.each([
    ["another message", failure("row 8 is locked")],
    ["a message that names a place", failure("stopped at reading articles.csv:7:12")],
    ["a message with a line that begins like a frame", failure("late\n    at 10:15:30, on disk 2")],
    ["another line of the same functions, as after an edit", failure("row 7", { line: 99 })],
  ])("is the same for %s", (_what, other) => {
    const one = fingerprint(failure("row 7 is locked"), "internal_error", "/");

    expect(fingerprint(other, "internal_error", "/")).toBe(one);
  });

  it("is the same in another version of an installed package", () => {
    const updated = failure("x");
    updated.stack = updated.stack.replace("lib/layer.js", "dist/router.js");

    expect(fingerprint(updated, "internal_error", "/")).toBe(
      fingerprint(failure("x"), "internal_error", "/"),
    );
  });

  it.each([
    ["code", failure("x"), "other_code"],
    ["function", failure("x", { outer: "list" }), "internal_error"],
    ["class", Object.assign(failure("x"), { name: "TypeError" }), "internal_error"],
    ["code of the error", Object.assign(failure("x"), { code: "ECONNREFUSED" }), "internal_error"],
  ])("differs for another %s", (_what, other, code) => {
    const one = fingerprint(failure("x"), "internal_error", "/");

    expect(fingerprint(other, code, "/")).not.toBe(one);
  });

  describe("of a handler without a name", () => {
    const stack = (line: number, outer = "") =>
      `Error: x\n    at ${folder}/src/app.js:${line}:5${outer}\n    at Layer.handle (${folder}/node_modules/express/lib/layer.js:95:5)`;
    const anonymous = (line: number, outer?: string) =>
      Object.assign(new Error("x"), { stack: stack(line, outer) });
    const at = (error: Error, route: string | undefined): string =>
      fingerprint(error, "internal_error", route);

    it("depends on the route, so that two handlers in one file are two failures", () => {
      expect(at(anonymous(10), "/books")).not.toBe(at(anonymous(20), "/x"));
    });

    it("is the same in each request of the route, and after an edit", () => {
      expect(at(anonymous(99), "/books")).toBe(at(anonymous(10), "/books"));
      expect(at(anonymous(99), undefined)).toBe(at(anonymous(10), undefined));
    });

    it("depends on it too where a named function has called it", () => {
      const outer = `\n    at withDatabase (${folder}/src/db.js:1:1)`;

      expect(at(anonymous(10, outer), "/books")).not.toBe(at(anonymous(10, outer), "/x"));
    });
  });

  it("does not depend on the route where a function has a name", () => {
    const [one, other] = ["/a", "/b"].map((route) =>
      fingerprint(failure("x"), "internal_error", route),
    );

    expect(other).toBe(one);
  });

  it("depends on the route where no frame is the app's own", () => {
    const foreign = Object.assign(new Error("x"), { stack: "Error: x\n    at node:net:1:2" });

    const [one, same, other] = ["/a", "/a", "/b"].map((route) =>
      fingerprint(foreign, "internal_error", route),
    );

    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it.each([[undefined], [null], [0], ["text"], [Object.create(null)], [{ stack: 1, name: {} }]])(
    "is made of %o too",
    (thrown) => {
      expect(fingerprint(thrown, "internal_error", undefined)).toMatch(/^[0-9a-f]{16}$/);
    },
  );

  it("does not read more than 10,000 characters of a stack", () => {
    const padded = failure("x");
    padded.stack = `Error: ${"x".repeat(10_000)}${padded.stack}`;
    const [one, other] = ["/a", "/b"].map((route) => fingerprint(padded, "internal_error", route));

    expect(one).not.toBe(other);
  });
});
