import { createServer, type Server } from "node:http";
import { createSecureServer, createServer as createHttp2Server } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import express from "express";
import {
  consoleProcessReporter,
  guardProcess,
  type GuardProcessOptions,
  readiness,
} from "express-backstop/process";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import { toServers } from "../../src/process/guardable-server.ts";

/** The members of a server that are read, without its class. */
function withMembers({ listening, close, setTimeout }: Server): object {
  return { listening, close, setTimeout };
}

const events = ["uncaughtException", "unhandledRejection", "SIGTERM", "SIGINT"] as const;
const listeners = () => events.map((event) => process.listeners(event as "SIGTERM"));

describe("guardProcess", () => {
  it("removes its own listeners, and no others", () => {
    const server = createServer();
    const own = (): void => {};
    process.on("uncaughtException", own);
    const before = [listeners(), server.eventNames()];

    const guard = guardProcess(server, { clientErrors: true });
    const during = listeners().map((each) => each.length);
    guard.dispose();

    expect(during).toEqual(listeners().map((each) => each.length + 1));
    expect([listeners(), server.eventNames()]).toEqual(before);
    expect(guard.draining).toBe(false);
    process.off("uncaughtException", own);
  });

  it.each<[GuardProcessOptions | Record<string, unknown>, string]>([
    [{ lameduck: 1 }, 'unknown option "lameduck". Write one of reporter, lameDuck'],
    [{ lameDuck: -1 }, "lameDuck must be a whole number of milliseconds such as 150, got -1."],
    [{ lameDuck: 500, deadline: 500 }, "lameDuck must be less than deadline, got 500 and 500."],
    [{ deadline: 2 ** 31 }, "deadline must be a whole number of milliseconds above 0"],
    [
      { exitCode: 0 },
      "exitCode must be a whole number from 1 to 255, because 0 means success, got 0.",
    ],
    [
      { signals: ["SIGFOO"] },
      'signals must be an array of signal names such as ["SIGTERM"]; no process can catch SIGKILL and SIGSTOP, got ["SIGFOO"].',
    ],
    [{ signals: ["SIGKILL"] }, 'signals must be an array of signal names such as ["SIGTERM"]; no'],
    [{ onClose: "end" }, 'onClose must be a function such as () => pool.end(), got "end".'],
    [{ reporter: true }, "reporter must be a function, an array of functions, or false, got true."],
    [{ clientErrors: 1 }, "clientErrors must be true or false, got 1."],
    [{ typeBase: null }, "typeBase must be a string"],
    [{ redact: true }, "redact must be an object such as { emails: true"],
    [{ redact: { email: true } }, 'redact: unknown option "email". Write one of emails, patterns.'],
  ])("refuses %j", (options, message) => {
    const before = listeners();

    expect(() => guardProcess(createServer(), options)).toThrow(`guardProcess: ${message}`);

    expect(listeners()).toEqual(before);
  });

  it("leaves a server free whose options it refused", () => {
    const server = createServer();
    const before = server.eventNames();
    for (const options of [{ signals: ["SIGKILL"] }, { lameDuck: -1 }, { reporter: 1 }]) {
      expect(() => guardProcess(server, options as object)).toThrow(TypeError);
    }

    expect(server.eventNames()).toEqual(before);
    expect(() => guardProcess(server).dispose()).not.toThrow();
  });

  it("refuses the result of consoleProcessReporter, which is a reporter itself", () => {
    const call = consoleProcessReporter as () => never;

    expect(() => guardProcess(createServer(), { reporter: call() })).toThrow(
      new TypeError(
        "consoleProcessReporter is itself the reporter. Write reporter: consoleProcessReporter, without the parentheses.",
      ),
    );
  });

  it.each([[undefined], [null], [() => {}], [[createServer(), {}]]])(
    "refuses %s for a server",
    (server) => {
      expect(() => guardProcess(server as never)).toThrow(
        "guardProcess: server must be a listening http.Server",
      );
    },
  );

  it.each([
    ["a server of TCP", createTcpServer()],
    ["a server of TLS", createTlsServer()],
    ["a server of TCP beside one of HTTP", [createServer(), createTcpServer()]],
  ])("refuses %s, which has no requests", (_what, server) => {
    expect(() => guardProcess(server as never)).toThrow(
      "guardProcess: server must be a listening http.Server, got a server without HTTP. Write guardProcess(app.listen(3000)).",
    );
  });

  it("refuses an empty list of servers", () => {
    expect(() => guardProcess([])).toThrow(
      "guardProcess: server must be a listening http.Server, got an empty array.",
    );
  });

  it.each([
    ["HTTP", createServer()],
    ["HTTPS", createHttpsServer()],
    ["HTTP/2", createHttp2Server()],
    ["HTTP/2 over TLS", createSecureServer()],
    // As in another realm, whose classes are others.
    ["a server of another realm", Object.setPrototypeOf(withMembers(createServer()), null)],
  ])("accepts a server of %s", (_what, server) => {
    expect(toServers(server)).toEqual([server]);
  });
});

describe("a second guard", () => {
  it("of one server is refused until the first is disposed of", () => {
    const server = createServer();
    const other = createServer();
    const guard = guardProcess(server);
    const before = listeners();

    for (const servers of [server, [other, server], [other, other]]) {
      expect(() => guardProcess(servers)).toThrow("guardProcess: server must not be guarded");
    }
    expect(listeners()).toEqual(before);
    expect(other.eventNames()).toEqual(createServer().eventNames());
    guard.dispose();
    guard.dispose();
    guardProcess([server, other]).dispose();
  });
});

describe("readiness", () => {
  it("reports ready if nothing is guarded", async () => {
    const answer = await supertest(express().get("/ready", readiness())).get("/ready");

    expect([answer.status, answer.body]).toEqual([200, { status: "ready" }]);
  });

  it("reports not ready while the event loop is late, and then ready again", async () => {
    const app = express().get("/ready", readiness({ maximumLag: 50 }));
    const server = app.listen(0, "127.0.0.1");
    const api = supertest(server);
    await api.get("/ready");

    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
    const until = Date.now() + 600;
    while (Date.now() < until);
    const late = await api.get("/ready");
    await expect.poll(async () => (await api.get("/ready")).status).toBe(200);
    server.close();

    expect([late.status, late.type]).toEqual([503, "application/problem+json"]);
  });

  it.each([
    [{ maximumLag: 0 }, "maximumLag must be a number of milliseconds above 0 such as 200, got 0."],
    [{ lag: 1 }, 'unknown option "lag".'],
    [null, "options must be an object, got null."],
  ])("refuses %j", (options, message) => {
    expect(() => readiness(options as never)).toThrow(`readiness: ${message}`);
  });
});
