import { once } from "node:events";
import {
  type ClientHttp2Session,
  connect,
  createServer,
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
} from "node:http2";
import type { AddressInfo } from "node:net";
import type { Express } from "express";

/** Express gives requests and responses the prototypes of node:http; this app gets those of node:http2. */
export function speakHttp2(app: Express): Express {
  app.request = onTopOf(Http2ServerRequest.prototype, app.request) as typeof app.request;
  app.response = onTopOf(Http2ServerResponse.prototype, app.response) as typeof app.response;
  return app;
}

/** One response over HTTP/2. */
export interface Http2Answer {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The code of RST_STREAM; 0 after a normal end. */
  readonly rstCode: number;
}

/** Serves an app over HTTP/2 without encryption, on one session. */
export async function serveHttp2(
  app: Express,
): Promise<
  AsyncDisposable & { session: ClientHttp2Session; get(path: string): Promise<Http2Answer> }
> {
  const server = createServer(app as never);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    session,
    async get(path) {
      const stream = session.request({ ":path": path });
      let text = "";
      let headers: IncomingHttpHeaders = {};
      stream.on("response", (received) => (headers = received));
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
      // A reset is an outcome here, told by its code.
      stream.on("error", () => {});
      await once(stream, "close").catch(() => {});
      return { headers, text, rstCode: stream.rstCode ?? 0 };
    },
    async [Symbol.asyncDispose]() {
      session.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function onTopOf(base: object, own: object): object {
  // Express's own members, from the app's object and from the one below it.
  const inherited = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(own));
  return Object.create(Object.create(base, inherited), Object.getOwnPropertyDescriptors(own));
}
