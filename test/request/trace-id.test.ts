import { expect, it } from "vitest";
import { traceId } from "../../src/request/trace-id.ts";
import { serverResponse } from "../support/server-response.ts";

const id = "4bf92f3577b34da6a3ce929d0e0e4736";
const span = "00f067aa0ba902b7";

it.each([
  ["sampled", `00-${id}-${span}-01`],
  ["not sampled", `00-${id}-${span}-00`],
  ["of a later version", `01-${id}-${span}-01`],
  ["of a later version with more fields", `cc-${id}-${span}-01-what-comes`],
])("reads the id of a trace that is %s", (_what, traceparent) => {
  expect(traceId(serverResponse({ traceparent }).req)).toBe(id);
});

it.each([
  ["absent", undefined],
  ["empty", ""],
  ["without a span", `00-${id}`],
  ["in upper case", `00-${id.toUpperCase()}-${span}-01`],
  ["of nothing but zeros", `00-${"0".repeat(32)}-${span}-01`],
  ["with a span of zeros", `00-${id}-${"0".repeat(16)}-01`],
  ["too short", `00-${id.slice(1)}-${span}-01`],
  ["followed by more", `00-${id}-${span}-01-more`],
  ["followed by a dash", `00-${id}-${span}-01-`],
  ["of a later version, with more after no dash", `01-${id}-${span}-01.more`],
  ["of the version that is invalid", `ff-${id}-${span}-01`],
  ["preceded by a space", ` 00-${id}-${span}-01`],
])("reads nothing from a header that is %s", (_what, traceparent) => {
  expect(traceId({ headers: { traceparent } })).toBeUndefined();
});

it.each([[{ headers: { traceparent: [`00-${id}-${span}-01`] } }], [{}], [null]])(
  "reads nothing from the request %o",
  (req) => {
    expect(traceId(req as never)).toBeUndefined();
  },
);
