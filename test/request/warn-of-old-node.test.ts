import { setImmediate as nextTurn } from "node:timers/promises";
import { requestContext } from "express-backstop";
import { afterEach, expect, it, vi } from "vitest";
import { endsOnDeepRecursion } from "../../src/request/warn-of-old-node.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();
const { versions } = process;

afterEach(() => {
  Object.defineProperty(process, "versions", { value: versions });
  vi.unstubAllEnvs();
});

it.each([
  [{ node: "20.19.6" }, true],
  [{ node: "20.20.0" }, false],
  [{ node: "20.20.2" }, false],
  [{ node: "22.12.0" }, true],
  [{ node: "22.21.1" }, true],
  [{ node: "22.22.0" }, false],
  [{ node: "24.0.0" }, false],
  [{ node: "26.10.0" }, false],
  [{ node: "22.6.0", bun: "1.1.30" }, false],
  [{ node: "20.11.1", deno: "2.0.0" }, false],
])("of %j, it is %s that too deep a recursion ends the process", (runtime, expected) => {
  expect(endsOnDeepRecursion(runtime)).toBe(expected);
});

it("requestContext warns of an old Node in development, once in each process", async () => {
  const inAnApp = (node: string, environment: string): void => {
    Object.defineProperty(process, "versions", { value: { ...versions, node } });
    vi.stubEnv("NODE_ENV", environment);
    requestContext();
  };
  inAnApp("22.21.1", "production");
  inAnApp("22.22.0", "development");
  await nextTurn();
  expect(warnings).toEqual([]);

  inAnApp("22.21.1", "development");
  inAnApp("22.21.1", "development");

  // Node emits a warning in the next tick.
  await expect.poll(() => warnings.length).toBe(1);
  expect(warnings[0]).toMatchObject({
    code: "BACKSTOP_OLD_NODE",
    message:
      "Node 22.21.1 ends the process, without an event, when code with an asynchronous context recurses too deeply (CVE-2025-59466). Update to Node 22.22.0 or newer.",
  });
});
