import { requestContext } from "express-backstop";
import { expect, it } from "vitest";

it.each([
  [{ timeout: 0 }, "timeout must be a whole number of milliseconds"],
  [{ timeout: "30s" }, 'got "30s"'],
  [{ timeout: 2 ** 31 }, "from 1 to 2147483647"],
  [{ deadline: 1 }, 'unknown option "deadline"'],
  [null, "options must be an object, got null"],
])("refuses %o as options", (options, message) => {
  expect(() => requestContext(options as never)).toThrow(message);
});
