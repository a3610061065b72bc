import { axios, got, nodeFetch, nodeSystem, recommended } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { mapError, requestWith } from "../support/map-error.ts";

const cause = Object.assign(new Error("connect EMFILE 10.0.0.7:443"), {
  code: "EMFILE",
  syscall: "connect",
});

const errorWith = (members: object): Error =>
  Object.assign(new Error("hunter2", { cause }), members);

/** The errors of HTTP clients that could open no socket, with the mapper of each. */
const failures = [
  ["axios", axios, errorWith({ isAxiosError: true, code: "EMFILE" })],
  ["got", got, errorWith({ name: "RequestError", code: "EMFILE", options: {} })],
  ["node-fetch", nodeFetch, errorWith({ name: "FetchError", type: "system", code: "EMFILE" })],
  ["the global fetch", nodeSystem, errorWith({ name: "TypeError" })],
] as const;

describe.each(failures)("a process without a free socket for %s", (_name, mapper, error) => {
  const expected = { status: 503, code: "service_unavailable", context: { code: "EMFILE" } };

  it("is out of resources, which is not a failure of the upstream", () => {
    expect(mapError(mapper(), error)).toMatchObject(expected);
    expect(mapError(mapper(), error)?.message).toBe(
      "The server is out of resources. Try again later.",
    );
  });

  it("has the same response from recommended()", () => {
    const [first] = recommended().flatMap((each) => each(error, requestWith()) ?? []);

    expect(first).toMatchObject(expected);
  });
});
