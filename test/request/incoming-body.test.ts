import type { Request } from "express";
import { describe, expect, it, vi } from "vitest";
import { isReceiving, isWaitingForBody, withholdBody } from "../../src/request/incoming-body.ts";
import { serverResponse } from "../support/server-response.ts";

function requestWith(headers: Record<string, string>, members: object = {}): Request {
  return Object.assign(serverResponse(headers).req, members);
}

describe("isReceiving", () => {
  it.each<[string, boolean, Record<string, string>, object]>([
    ["without a body", false, {}, {}],
    ["with an empty body", false, { "content-length": "0" }, {}],
    ["with a length", true, { "content-length": "5" }, {}],
    ["in chunks", true, { "transfer-encoding": "chunked" }, {}],
    ["that arrived", false, { "content-length": "5" }, { complete: true }],
    ["over HTTP/2", false, { "content-length": "5" }, { httpVersionMajor: 2 }],
    ["without headers", false, {}, { headers: undefined }],
  ])("of a request %s is %s", (_what, expected, headers, members) => {
    expect(isReceiving(requestWith(headers, members))).toBe(expected);
  });
});

describe("isWaitingForBody", () => {
  const over2 = (state: number) => ({ httpVersionMajor: 2, stream: { state: { state } } });

  it.each<[string, boolean, object]>([
    ["whose body is under way", true, {}],
    ["whose body arrived", false, { complete: true }],
    ["over an open stream of HTTP/2", true, over2(2)],
    ["over a stream of HTTP/2 that the client has closed", false, over2(6)],
    ["over HTTP/2 without a stream", false, { httpVersionMajor: 2 }],
    ["over HTTP/2 whose stream has no state", false, { httpVersionMajor: 2, stream: {} }],
  ])("of a request %s is %s", (_what, expected, members) => {
    const req = requestWith({ "content-length": "5" }, members);

    expect(isWaitingForBody(req)).toBe(expected);
  });

  it("is false where the app does not read what has arrived", () => {
    const req = requestWith({ "transfer-encoding": "chunked" });

    req.push(Buffer.alloc(req.readableHighWaterMark - 1));
    expect(isWaitingForBody(req)).toBe(true);
    req.push(Buffer.alloc(1));

    expect(isWaitingForBody(req)).toBe(false);
  });
});

it("withholdBody takes the body away, but not the news that the connection closes", () => {
  const req = requestWith({ "content-length": "5" });
  const [onBody, onClose] = [vi.fn<() => void>(), vi.fn<() => void>()];
  req.on("data", onBody).on("end", onBody).on("close", onClose).on("error", onClose);

  withholdBody(req);
  for (const event of ["data", "end", "close", "error"]) req.emit(event);

  expect(onBody).not.toHaveBeenCalled();
  expect(onClose).toHaveBeenCalledTimes(2);
});
