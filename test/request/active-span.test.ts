import { afterEach, expect, it } from "vitest";
import { activeTraceId } from "../../src/request/active-span.ts";

// test/libraries/trace-id.test.ts has the spans of OpenTelemetry itself.

const key = Symbol.for("opentelemetry.js.api.1");
const id = "4bf92f3577b34da6a3ce929d0e0e4736";

const setGlobal = (api: unknown): void => void Reflect.set(globalThis, key, api);
const withSpan = (span: unknown) => ({ context: { active: () => ({ getValue: () => span }) } });

afterEach(() => void Reflect.deleteProperty(globalThis, key));

it("has no trace id where OpenTelemetry is not set up", () => {
  expect(activeTraceId()).toBeUndefined();
});

it("reads the trace id of a span, which is under the key of the API", () => {
  const asked: symbol[] = [];
  const getValue = (symbol: symbol) => {
    asked.push(symbol);
    return { spanContext: () => ({ traceId: id }) };
  };
  setGlobal({ context: { active: () => ({ getValue }) } });

  expect(activeTraceId()).toBe(id);
  expect(asked).toEqual([Symbol.for("OpenTelemetry Context Key SPAN")]);
});

it.each([
  ["has no context manager", {}],
  ["has no active span", withSpan(undefined)],
  ["has a span of zeros", withSpan({ spanContext: () => ({ traceId: "0".repeat(32) }) })],
  ["has an id of another kind", withSpan({ spanContext: () => ({ traceId: 7 }) })],
  ["has a list of ids", withSpan({ spanContext: () => ({ traceId: [id] }) })],
  ["has an id of another length", withSpan({ spanContext: () => ({ traceId: `${id}0` }) })],
  ["has something else for a span", withSpan({})],
  ["has something else for a context", { context: {} }],
])("has no trace id where the API %s", (_what, api) => {
  setGlobal(api);

  expect(activeTraceId()).toBeUndefined();
});
