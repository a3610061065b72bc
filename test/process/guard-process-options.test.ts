import { describe, expect, it } from "vitest";
import { clientErrorStatus } from "../../src/process/client-error-status.ts";
import { resolveGuardProcessOptions } from "../../src/process/guard-process-options.ts";
import { consoleProcessReporter } from "../../src/report/console-process.ts";

describe("the options of guardProcess", () => {
  it("have defaults", () => {
    const { redact, ...others } = resolveGuardProcessOptions({});

    expect(others).toEqual({
      reporters: [consoleProcessReporter],
      lameDuck: 150,
      deadline: 10_000,
      exitCode: 1,
      signals: ["SIGTERM", "SIGINT"],
      onClose: undefined,
      clientErrors: false,
      format: { typeBase: "/problems/", serialize: undefined },
    });
    expect(redact("pwd=hunter2 of ann@a.example")).toMatch(
      /^pwd=\[secret [0-9a-f]{4}\] of ann@a\.example$/,
    );
  });

  it("are taken as they are given, and not changed by a later change of a list", () => {
    const signals: NodeJS.Signals[] = ["SIGHUP"];
    const given = {
      reporter: false as const,
      lameDuck: 0,
      deadline: 1,
      exitCode: 255,
      signals,
      onClose: () => 1,
      clientErrors: true,
      typeBase: "https://a.example/",
      redact: { emails: true, patterns: [/\bcus_\w+/] },
    };

    const { reporters, redact, ...others } = resolveGuardProcessOptions(given);
    signals.push("SIGTERM");

    const { reporter: _reporter, redact: _redact, typeBase, ...expected } = given;
    expect(reporters).toEqual([]);
    expect(redact("cus_17 is ann@a.example")).toMatch(
      /^\[secret [0-9a-f]{4}\] is \[name [0-9a-f]{4}\]@a\.example$/,
    );
    expect(others).toEqual({
      ...expected,
      signals: ["SIGHUP"],
      format: { typeBase, serialize: undefined },
    });
  });

  it.each([
    [{ deadline: 2 ** 31 - 1 }],
    [{ lameDuck: 2 ** 31 - 2, deadline: 2 ** 31 - 1 }],
    [{ exitCode: 1 }],
    [{ signals: [] }],
  ])("may be %j", (options) => {
    expect(() => resolveGuardProcessOptions(options)).not.toThrow();
  });

  it.each([
    [{ lameDuck: 2 ** 31 }],
    [{ lameDuck: 1.5 }],
    [{ deadline: 0 }],
    [{ deadline: Number.NaN }],
    [{ exitCode: 256 }],
    [{ exitCode: "1" }],
    [{ signals: "SIGTERM" }],
    [{ signals: ["sigterm"] }],
    [{ signals: ["SIGTRM"] }],
    [{ signals: ["SIGTERM", "SIGKILL"] }],
    [{ signals: ["SIGSTOP"] }],
    [{ signals: ["constructor"] }],
    [{ signals: [15] }],
    [{ signals: [Symbol("SIGTERM")] }],
  ])("may not be %j", (options) => {
    expect(() => resolveGuardProcessOptions(options as never)).toThrow(TypeError);
  });
});

describe("clientErrorStatus", () => {
  // The statuses with which Node itself responds.
  it.each<[string | undefined, number]>([
    ["ERR_HTTP_REQUEST_TIMEOUT", 408],
    ["HPE_CHUNK_EXTENSIONS_OVERFLOW", 413],
    ["HPE_HEADER_OVERFLOW", 431],
    ["HPE_INVALID_METHOD", 400],
    ["ECONNRESET", 400],
    [undefined, 400],
  ])("of %s is %d", (code, status) => {
    expect(clientErrorStatus({ code })).toBe(status);
  });
});
