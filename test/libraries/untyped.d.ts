// The libraries that come without types, as far as the tests use them.

declare module "busboy" {
  import type { IncomingHttpHeaders } from "node:http";
  import type { Readable, Writable } from "node:stream";

  interface Busboy extends Writable {
    on(event: "file", listener: (name: string, stream: Readable) => void): this;
    on(event: "close", listener: () => void): this;
    on(event: "error", listener: (error: unknown) => void): this;
  }
  export default function busboy(options: { readonly headers: IncomingHttpHeaders }): Busboy;
}

declare module "connect-timeout" {
  import type { RequestHandler } from "express";

  export default function timeout(time: string): RequestHandler;
}

declare module "cors" {
  import type { RequestHandler } from "express";

  type Done = (error: Error | null) => void;
  export default function cors(options: {
    readonly origin: (origin: string | undefined, done: Done) => void;
  }): RequestHandler;
}

declare module "formidable" {
  import type { IncomingMessage } from "node:http";

  export type Options = Readonly<Record<string, unknown>>;
  export default function formidable(options: Options): {
    parse: (req: IncomingMessage, done: (error: unknown) => void) => void;
  };
}

declare module "opossum" {
  export default class CircuitBreaker {
    constructor(action: () => Promise<unknown>, options: Readonly<Record<string, number>>);
    fire(): Promise<unknown>;
    shutdown(): void;
  }
}

declare module "passport" {
  import type { RequestHandler } from "express";

  interface Strategy {
    readonly name: string;
  }
  interface Options {
    readonly session: boolean;
    readonly failWithError?: boolean;
  }
  const passport: {
    initialize(): RequestHandler;
    authenticate(strategy: Strategy, options: Options): RequestHandler;
  };
  export default passport;
}

declare module "passport-http-bearer" {
  type Verified = (error: unknown, user?: object | false, info?: string | object) => void;
  export class Strategy {
    readonly name: string;
    constructor(
      options: { readonly realm: string },
      verify: (token: string, done: Verified) => void,
    );
  }
}

declare module "passport-local" {
  type Verified = (error: unknown, user?: object | false, info?: string | object) => void;
  export class Strategy {
    readonly name: string;
    constructor(verify: (name: string, password: string, done: Verified) => void);
  }
}

declare module "csurf" {
  import type { RequestHandler } from "express";

  export default function csurf(): RequestHandler;
}
