import { createServer, IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Express } from "express";

/** Makes a server whose requests and responses are born with the prototypes that Express would give them later. */
export function createAppServer(app: Express): Server {
  return createServer(
    {
      IncomingMessage: bornWith(IncomingMessage, app.request),
      ServerResponse: bornWith(ServerResponse, app.response),
    },
    app,
  );
}

/** Gives a constructor that does what `Base` does, to objects with this prototype. */
function bornWith<Class extends typeof IncomingMessage | typeof ServerResponse<IncomingMessage>>(
  Base: Class,
  prototype: object,
): Class {
  // Node's own are functions that can be called; Reflect.construct would give each object a shape of its own.
  function Born(this: object, ...args: unknown[]): void {
    Reflect.apply(Base, this, args);
  }
  // It stands for Base: its statics are found there.
  return Object.assign(Object.setPrototypeOf(Born, Base) as Class, { prototype });
}
