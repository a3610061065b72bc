import type { EventEmitter } from "node:events";
import { Server } from "node:net";
import { vi } from "vitest";

/** Where a block of the documentation runs. */
export interface Sandbox extends AsyncDisposable {
  /** The servers that the block has made listen. */
  readonly servers: readonly Server[];
}

/** Lets servers listen on free ports; closes them, and takes a block's listeners off the process, afterwards. */
export function sandbox(): Sandbox {
  // Typed for every event; a block adds listeners of several.
  const emitter: EventEmitter = process;
  const events = ["uncaughtException", "unhandledRejection", "SIGTERM", "SIGINT"];
  const before = events.map((event) => emitter.listeners(event));
  const servers: Server[] = [];
  const { listen } = Server.prototype;
  const spy = vi.spyOn(Server.prototype, "listen").mockImplementation(function (
    this: Server,
    ...args: unknown[]
  ) {
    servers.push(this);
    const ready = args.findLast((arg) => typeof arg === "function");
    return Reflect.apply(listen, this, [0, "127.0.0.1", ready]) as Server;
  });
  const prints = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const print of prints) print.mockImplementation(() => {});
  return {
    servers,
    async [Symbol.asyncDispose]() {
      spy.mockRestore();
      for (const print of prints) print.mockRestore();
      for (const [index, event] of events.entries()) {
        for (const listener of emitter.listeners(event)) {
          if (!before[index]?.includes(listener))
            emitter.removeListener(event, listener as () => void);
        }
      }
      for (const server of servers) {
        await new Promise((resolve) => {
          server.close(resolve);
        });
      }
    },
  };
}
