import { expect, it } from "vitest";
import {
  firstResponseOf,
  markFirstResponse,
  watchFirstResponse,
} from "../../src/request/first-response.ts";
import { serverResponse } from "../support/server-response.ts";

it("remembers which code ended a response first", () => {
  const { res } = serverResponse();
  watchFirstResponse(res);
  // The second end is an error of Node's.
  res.on("error", () => {});

  (function endFirst() {
    res.end("first");
  })();
  res.end("second");

  expect(firstResponseOf(res)).toMatchObject({
    message: "The first response was sent here",
    stack: expect.stringContaining("endFirst"),
  });
});

it("knows no place of a response that has not ended, or that nobody watched", () => {
  const [begun, unwatched] = [serverResponse(), serverResponse()];
  watchFirstResponse(begun.res);

  begun.res.write("half");
  unwatched.res.end();

  expect(firstResponseOf(begun.res)).toBeUndefined();
  expect(firstResponseOf(unwatched.res)).toBeUndefined();
});

it("takes the place that was marked before for the one of a response that is sent later", () => {
  const { res } = serverResponse();
  watchFirstResponse(res);

  const mark = (function respond() {
    return markFirstResponse(res);
  })();
  expect(firstResponseOf(res)).toBeUndefined();
  mark();
  (function sendLater() {
    res.end();
  })();

  expect(firstResponseOf(res)?.stack).toMatch(/^[^\n]+\n +at respond /);
  expect(firstResponseOf(res)?.stack).not.toContain("sendLater");
});

it("marks no place of a response that nobody watches, or that was sent", () => {
  const [unwatched, sent] = [serverResponse(), serverResponse()];
  watchFirstResponse(sent.res);
  sent.res.end();
  const first = firstResponseOf(sent.res);

  markFirstResponse(unwatched.res)();
  markFirstResponse(sent.res)();

  expect(firstResponseOf(unwatched.res)).toBeUndefined();
  expect(first).toBeInstanceOf(Error);
  expect(firstResponseOf(sent.res)).toBe(first);
});
