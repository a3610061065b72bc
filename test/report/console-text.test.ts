import { expect, it } from "vitest";
import { causeLines, stackOf } from "../../src/report/console-text.ts";

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
