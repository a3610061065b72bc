import type { Socket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { endStream } from "../../src/present/end-stream.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

const problem = '{\n"status":500}';

/** Begins a response with a first chunk. */
function begun(headers: Readonly<Record<string, string>>, chunk: string): Exchanged {
  const exchanged = serverResponse();
  for (const [name, value] of Object.entries(headers)) exchanged.res.setHeader(name, value);
  exchanged.res.write(chunk);
  return exchanged;
}

describe("endStream", () => {
  it.each(["text/event-stream", "Text/Event-Stream; charset=utf-8"])(
    "ends %s with an event of its own, after half an event",
    (type) => {
      const { res, written } = begun({ "Content-Type": type }, "data: 1\n\ndata: ha");

      endStream(res, problem);

      expect(res.writableEnded).toBe(true);
      expect(written()).toContain(
        '\nevent: truncated\n\nevent: problem\ndata: { "status":500}\n\n',
      );
    },
  );

  it.each(["application/x-ndjson", "application/NDJSON", "application/jsonl; charset=utf-8"])(
    "ends %s with a line of its own, after half a line",
    (type) => {
      const { res, written } = begun({ "Content-Type": type }, '{"id":');

      endStream(res, problem);

      expect(res.writableEnded).toBe(true);
      expect(written()).toContain('\n{"problem":{ "status":500}}\n');
    },
  );

  it.each([
    ["another format", { "Content-Type": "application/json" }],
    ["no type", {}],
    [
      "events of an announced length",
      { "Content-Type": "text/event-stream", "Content-Length": "99" },
    ],
    [
      "events that the handler encodes",
      { "Content-Type": "text/event-stream", "Content-Encoding": "br" },
    ],
  ])(
    "breaks the connection of %s, and writes no problem",
    (_what, headers: Record<string, string>) => {
      const { res, written, socket } = begun(headers, "half");

      endStream(res, problem);

      expect(res.writableEnded).toBe(false);
      expect(socket.destroyed).toBe(true);
      expect(written()).not.toContain('"status":500');
    },
  );

  it("ends events that a middleware encodes, which has an end of its own", () => {
    const { res } = begun({ "Content-Type": "text/event-stream", "Content-Encoding": "gzip" }, "x");
    const ended: unknown[] = [];
    Object.assign(res, { end: (text: string) => ended.push(text) });

    endStream(res, problem);

    expect(ended).toEqual([expect.stringContaining("event: problem")]);
  });

  it.each(["text/x-ndjson", "application/json", "x-application/jsonl", "application/vnd.ndjson"])(
    "has no place for a problem in %s",
    (type) => {
      const { res, written } = begun({ "Content-Type": type }, "half");

      endStream(res, problem);

      expect(written()).not.toContain('"status":500');
    },
  );

  it("writes a problem of several lines in one", () => {
    const { res, written } = begun({ "Content-Type": "text/event-stream" }, "data: 1\n\n");

    endStream(res, "a\r\n\nb\rc");

    expect(written()).toContain("\ndata: a b c\n\n");
  });

  it.each<[string, boolean, Readonly<Record<string, string>>, object]>([
    ["resets", true, {}, { chunkedEncoding: false }],
    ["closes", false, {}, { chunkedEncoding: true }],
    ["closes", false, { "Content-Length": "99" }, { chunkedEncoding: false }],
  ])(
    "%s a connection: %s where the response has the headers %j and %j",
    async (_what, expected, headers, members) => {
      const { res, socket } = begun(headers, "half");
      // Node still has to write the first part.
      await new Promise(setImmediate);
      const reset = vi.fn<() => void>();
      Object.assign(res, members);
      Object.assign(socket, { resetAndDestroy: reset });

      endStream(res, problem);

      expect(reset).toHaveBeenCalledTimes(expected ? 1 : 0);
      expect(res.destroyed).toBe(!expected);
    },
  );

  it("destroys a response that has no connection, or one that cannot be reset", async () => {
    const [alone, simple] = [begun({}, "half"), begun({}, "half")];
    await new Promise(setImmediate);
    alone.res.detachSocket(alone.socket as Socket);
    for (const { res } of [alone, simple]) {
      res.chunkedEncoding = false;
      endStream(res, problem);
    }

    expect([alone.res.destroyed, simple.res.destroyed]).toEqual([true, true]);
  });

  it("breaks the connection of events that have ended already", () => {
    const { res, written } = begun({ "Content-Type": "text/event-stream" }, "data: 1\n\n");
    res.end();

    endStream(res, problem);

    expect(res.destroyed).toBe(true);
    expect(written()).not.toContain('"status":500');
  });

  it("resets a stream of HTTP/2 with the code INTERNAL_ERROR", () => {
    const codes: number[] = [];
    const { res } = begun({}, "half");
    Object.assign(res, { stream: { close: (code: number) => codes.push(code) } });

    endStream(res, problem);

    expect(codes).toEqual([2]);
  });
});
