import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express5, { type Express } from "express";
import {
  errorHandler,
  type ErrorHandlerOptions,
  type FailureRecord,
  notFoundHandler,
} from "express-backstop";
import supertest from "supertest";

/** A listening app: requests go to `api`, the records of its failures are in `records`. */
export interface Served extends AsyncDisposable {
  readonly api: ReturnType<typeof supertest>;
  readonly port: number;
  readonly server: Server;
  readonly records: FailureRecord[];
}

/** The options of `serve`. */
export interface ServeOptions extends ErrorHandlerOptions {
  readonly express?: typeof express5;
  /** Whether JSON bodies are parsed before everything else. Default: true. */
  readonly parseJson?: boolean;
}

/** Builds an app with JSON bodies, the given routes, notFoundHandler and errorHandler, and listens on a free port. */
export async function serve(
  mount: (app: Express) => unknown,
  { express = express5, parseJson = true, ...options }: ServeOptions = {},
): Promise<Served> {
  const records: FailureRecord[] = [];
  // Loaded before the first request, as in an app that has started.
  if (options.debug) await import("../../src/debug/developer-view.ts");
  const app = express();
  if (parseJson) app.use(express.json());
  mount(app);
  app.use(notFoundHandler());
  app.use(errorHandler({ reporter: (record) => records.push(record), ...options }));
  return { ...(await listen(app)), records };
}

/** Listens on a free port with an app as it is. */
export async function listen(app: Express): Promise<Omit<Served, "records">> {
  const server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    api: supertest(`http://127.0.0.1:${port}`),
    port,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
