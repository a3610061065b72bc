import { createServer, IncomingMessage, ServerResponse } from "node:http";
import type { Express } from "express";

/** Creates a server whose requests and responses are created with the prototypes that Express would set later. */
export function createAppServer(app: Express) {
  return createServer(
    {
      IncomingMessage: withPrototype(IncomingMessage, app.request),
      ServerResponse: withPrototype(ServerResponse, app.response),
    },
    app,
  );
}

/** Returns a class that works like `Base`, except that its objects have the given prototype. */
function withPrototype<
  Class extends typeof IncomingMessage | typeof ServerResponse<IncomingMessage>,
>(Base: Class, prototype: object): Class {
  // Node's two classes are plain functions, so they can be called on an object that exists already.
  // Reflect.construct would be slower: it would give each object its own hidden class.
  function Derived(this: object, ...args: unknown[]) {
    Reflect.apply(Base, this, args);
  }
  // Derived inherits the static members of Base.
  return Object.assign(Object.setPrototypeOf(Derived, Base) as Class, { prototype });
}
