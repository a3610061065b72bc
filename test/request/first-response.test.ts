import { expect, it } from "vitest";
import { firstResponseOf, watchFirstResponse } from "../../src/request/first-response.ts";
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
