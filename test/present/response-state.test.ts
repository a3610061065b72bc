import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { isEnded, responseState } from "../../src/present/response-state.ts";
import { watchEnd } from "../../src/request/response-end.ts";
import { type Exchanged, serverResponse } from "../support/server-response.ts";

describe("responseState", () => {
  it.each<[string, string, (exchanged: Exchanged) => unknown]>([
    ["open", "nothing is sent", () => {}],
    ["open", "a header is set", ({ res }) => res.setHeader("A", "1")],
    ["streaming", "the head is sent", ({ res }) => res.flushHeaders()],
    ["streaming", "a part of the body is sent", ({ res }) => res.write("half")],
    ["finished", "the response has ended", ({ res }) => res.end("whole")],
    ["gone", "the socket is destroyed", ({ socket }) => socket.destroy()],
    ["gone", "the response is destroyed", ({ res }) => res.destroy()],
    ["gone", "it is destroyed half-way", ({ res }) => res.write("half") && res.destroy()],
    ["gone", "the request is aborted", ({ req }) => Object.assign(req, { aborted: true })],
    [
      "finished",
      "the client leaves at the end",
      ({ res, socket }) => res.end() && socket.destroy(),
    ],
  ])("is %s when %s", (state, _when, act) => {
    const exchanged = serverResponse();

    act(exchanged);

    expect(responseState(exchanged.res)).toBe(state);
    expect(isEnded(exchanged.res)).toBe(state === "finished" || state === "gone");
  });

  it.each<[string, string, (exchanged: Exchanged) => unknown]>([
    ["open", "nothing is sent", () => {}],
    ["ending", "the head is sent, as nobody knows whether it was ended", flush],
    ["finished", "the app has ended it", ({ res }) => (watchEnd(res), res.end())],
    ["streaming", "the app has not ended it", ({ res }) => (watchEnd(res), res.flushHeaders())],
  ])("where a middleware delays the end is %s when %s", (state, _when, act) => {
    const exchanged = serverResponse();
    const { res } = exchanged;
    Object.assign(res, { end: () => res });

    act(exchanged);

    expect(responseState(res)).toBe(state);
  });

  it.each<[string, string, object]>([
    ["open", "nothing is sent", {}],
    ["streaming", "the head is sent", { headersSent: true }],
    ["streaming", "it was ended, and writing the head failed", { writableEnded: true }],
    ["finished", "it was sent and has ended", { headersSent: true, writableEnded: true }],
    ["gone", "its stream is destroyed", { stream: { destroyed: true } }],
  ])("over HTTP/2 is %s when %s", (state, _when, members) => {
    // The compatibility API of HTTP/2 has these members as getters of its own.
    const res = { headersSent: false, writableEnded: false, stream: {}, ...members };

    expect(responseState(res as never)).toBe(state);
  });

  it("is gone when the connection is closed on which the response waits behind another", () => {
    const { req, res, socket } = serverResponse();
    res.detachSocket(socket as Socket);
    expect(responseState(res)).toBe("open");

    req.socket.destroy();

    expect(responseState(res)).toBe("gone");
  });

  it("is open for a made-up response", () => {
    expect(responseState({} as never)).toBe("open");
  });
});

function flush({ res }: Exchanged): void {
  res.flushHeaders();
}
