import { nodeSystem } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { mapError, requestWith } from "../support/map-error.ts";

const errorWith = (members: object): Error => Object.assign(new Error("/srv/hunter2"), members);

describe("nodeSystem()", () => {
  // ENFILE and ENOMEM are states of the whole machine, in which no test can bring it.
  it.each(["EMFILE", "ENFILE", "ENOSPC", "ENOMEM"])("makes a 503 of %s", (code) => {
    expect(mapError(nodeSystem(), errorWith({ code, syscall: "open" }))).toMatchObject({
      status: 503,
      code: "service_unavailable",
      message: "The server is out of resources. Try again later.",
      context: { code },
    });
  });

  it("does not know such a code on the error of a library", () => {
    expect(mapError(nodeSystem(), errorWith({ code: "ENOSPC" }))).toBeUndefined();
  });

  it.each([
    ["a missing file", { code: "ENOENT", syscall: "open" }],
    ["a file that may not be read", { code: "EACCES", syscall: "open" }],
    ["a port in use", { code: "EADDRINUSE", syscall: "listen" }],
    ["a wrong argument", { code: "ERR_INVALID_ARG_TYPE" }],
  ])("keeps a 500 for %s", (_what, members) => {
    expect(mapError(nodeSystem(), errorWith(members))).toBeUndefined();
  });

  it("makes a 502 of a stream that ended too early, unless the client has left", () => {
    const error = errorWith({ code: "ERR_STREAM_PREMATURE_CLOSE" });
    const request = requestWith();
    const here = nodeSystem()(error, request)?.status;
    request.socket.destroy();

    expect([here, nodeSystem()(error, request)?.status]).toEqual([502, 499]);
  });
});
