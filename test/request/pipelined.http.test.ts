import { once } from "node:events";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { currentRequest, pipeResponse, requestContext } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { serve } from "../support/app.ts";

describe("responses still queued when their client leaves", () => {
  it("abort their signals, close their sources and get no deadline", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const sources: Readable[] = [];
    await using app = await serve((app) => {
      app.use(requestContext({ timeout: 300 }));
      app.get("/first", () => {});
      app.get("/signal", () => {
        signals.push(currentRequest()?.signal);
      });
      app.get("/pipe", (_req, res, next) => {
        const source = new Readable({ read() {} });
        sources.push(source);
        pipeResponse(source, res, next);
      });
    });
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on("warning", onWarning);
    const socket = connect(app.port, "127.0.0.1");
    const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

    socket.write(ask("/first") + ask("/signal").repeat(20) + ask("/pipe").repeat(20));
    await vi.waitFor(() => expect(sources).toHaveLength(20));
    socket.destroy();
    await once(socket, "close");

    await vi.waitFor(() => expect(signals.every((signal) => signal?.aborted)).toBe(true));
    await vi.waitFor(() => expect(sources.every((source) => source.destroyed)).toBe(true));
    // The deadline of a later request passes after theirs.
    await app.api.get("/first");
    process.off("warning", onWarning);
    expect(signals).toHaveLength(20);
    expect(app.records).toHaveLength(1);
    expect(warnings).toEqual([]);
  });
});
