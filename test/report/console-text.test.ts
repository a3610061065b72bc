import { expect, it } from "vitest";
import { causeLines, codeOf, hasFrameOfApp, stackOf } from "../../src/report/console-text.ts";

const own = "    at wrapper (/app/node_modules/express-backstop/dist/chunk-1.js:1:2)";
const app = "    at find (/app/src/articles.js:7:9)";
const router = "    at Layer.handle (/app/node_modules/router/lib/layer.js:9:9)";
const stack = (...frames: string[]): string => ["Error: no", "it broke", ...frames].join("\n");

it.each([
  ["below one of the app are left out", stack(app, own, own, router, own), stack(app, router)],
  ["that are the first stay, since the app has misused it", stack(own, own, app), stack(own, app)],
  [
    "are known on Windows and behind file://",
    stack(app, String.raw`    at D:\app\node_modules\express-backstop\dist\index.cjs:1:2`, router),
    stack(app, router),
  ],
  [
    "are not those of a package with a longer name",
    stack(app, own.replace("backstop/", "backstop-x/")),
    stack(app, own.replace("backstop/", "backstop-x/")),
  ],
])("frames of this package %s", (_what, before, after) => {
  expect(stackOf({ name: "Error", message: "no", stack: before })).toBe(after);
  expect(
    causeLines({
      name: "E",
      message: "",
      causes: [{ name: "Error", message: "no", stack: before }],
    }),
  ).toEqual([`    caused by ${after.replaceAll("\n", "\n    ")}`]);
});

it.each([
  ["a frame of the app", stack(own, app), true],
  ["a frame of a package", stack(own, router), true],
  [
    "frames of this package and of Node only",
    stack(own, "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"),
    false,
  ],
  ["a frame of Node without parentheses", stack("    at node:internal/timers:1:1"), false],
  ["no frames", "Error: no", false],
])("a stack may have %s", (_what, text, expected) => {
  expect(hasFrameOfApp({ name: "Error", message: "no", stack: text })).toBe(expected);
});

it.each([
  ["ENOENT", "ENOENT: no such file", ""],
  ["ENOENT", "open failed", "[ENOENT] "],
  ["23505", "duplicate key", "[23505] "],
])("the code %s before the message %s is printed as %j", (code, message, expected) => {
  expect(codeOf({ name: "Error", message, code })).toBe(expected);
});
