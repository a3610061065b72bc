import { expect, it } from "vitest";
import { isClientAbort } from "../../src/report/client-abort.ts";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";

it.each<[string, unknown]>([
  ["the reason of an AbortSignal", AbortSignal.abort().reason],
  ["an AbortError of Node", { name: "AbortError", code: "ABORT_ERR" }],
  ["a CanceledError of axios", { name: "CanceledError", code: "ERR_CANCELED" }],
  ["a CanceledError without a code", { name: "CanceledError" }],
  ["a reset connection", { code: "ECONNRESET" }],
  ["a broken pipe", { code: "EPIPE" }],
  ["a stream that was closed early", { code: "ERR_STREAM_PREMATURE_CLOSE" }],
  ["a stream of HTTP/2", { code: "ERR_HTTP2_STREAM_ERROR" }],
])("is true for %s", (_what, thrown) => {
  expect(isClientAbort(thrown)).toBe(true);
});

it.each<[string, unknown]>([
  ["a bug", new TypeError("ECONNRESET")],
  ["a refused connection, which no client causes", { code: "ECONNREFUSED" }],
  ["a timeout, which no client causes", { code: "ETIMEDOUT" }],
  ["a text", "ECONNRESET"],
  ["null", null],
  ["undefined", undefined],
  ["a revoked proxy", revokedProxy()],
  ["a proxy that throws", hostileProxy()],
])("is false for %s", (_what, thrown) => {
  expect(isClientAbort(thrown)).toBe(false);
});
