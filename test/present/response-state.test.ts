import { describe, expect, it } from "vitest";
import { isEnded, responseState } from "../../src/present/response-state.ts";
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
});
