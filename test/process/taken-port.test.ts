import { expect, it } from "vitest";
import { startApp } from "../support/child.ts";
import { expresses } from "../support/expresses.ts";

// fault: port-in-use
it.concurrent.each(
  expresses.flatMap(([name]) =>
    ["app", "server"].flatMap((how) =>
      ["ignores", "throws"].map((callback) => [name, how, callback] as const),
    ),
  ),
)(
  "a port in use is recorded once and ends with exit code 1: %s, %s.listen, a callback that %s the error",
  async (...args) => {
    await using app = await startApp("taken-port", { args });

    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output().match(/: \[EADDRINUSE\] listen EADDRINUSE/g)).toHaveLength(1);
  },
);

// fault: port-in-use
it.concurrent.each([
  ["Express 5", "app"],
  ["Express 4", "server"],
  ["Express 5", "server"],
])(
  "an app that listens on another port afterwards exits with 0: %s, %s.listen",
  async (...args) => {
    await using app = await startApp("taken-port", { args: [...args, "retries"] });

    expect(await app.exit).toEqual({ code: 0, signal: null });
    expect(app.output().match(/serverError: \[EADDRINUSE\]/g)).toHaveLength(1);
  },
);
