import { describe, expect, it } from "vitest";
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
  it.each(["text/event-stream", "text/event-stream; charset=utf-8"])(
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

  it.each(["application/x-ndjson", "application/ndjson", "application/jsonl; charset=utf-8"])(
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
