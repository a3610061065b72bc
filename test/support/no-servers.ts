import { ChildProcess } from "node:child_process";
import { Server } from "node:net";

// Keeps the unit tests fast: a test that needs a server or another process belongs in a file of the stories.

for (const [prototype, method] of [
  [Server.prototype, "listen"],
  [ChildProcess.prototype, "spawn"],
] as const) {
  Object.defineProperty(prototype, method, {
    value: function refuse(): never {
      throw new Error(
        "A unit test starts no server and no process. Call the file *.http.test.ts, or put it in test/flow.",
      );
    },
  });
}
