import { createRequire } from "node:module";
import { Redis } from "ioredis";
import { Pool, type PoolClient } from "pg";
import { createClient } from "redis";

const require = createRequire(import.meta.url);

/** The callback of every client here. */
export type Callback = (error: unknown, value?: unknown) => unknown;

/** The same few questions to each client, asked in its own callback style. */
export interface CallingClient {
  /** Calls back with some value of the server's. */
  ask(callback: Callback): void;
  /** Asks through an object that the client makes: a transaction, or a connection of the pool. */
  nested(callback: Callback): void;
  /** Asks with a promise. */
  asked(): Promise<unknown>;
  close(): unknown;
}

const postgresUrl = process.env["TEST_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
const redisUrl = process.env["TEST_REDIS_URL"] ?? "redis://127.0.0.1:6379";

type Wrap = <Client extends object>(client: Client) => Client;

const clients: Readonly<Record<string, (wrap: Wrap) => CallingClient>> = {
  pg(wrap) {
    // One connection for all, so that each reply arrives on the connection that another request opened.
    const pool = wrap(new Pool({ connectionString: postgresUrl, max: 1 }));
    return {
      ask: (callback) => pool.query("select 1 as one", callback),
      nested: (callback) => {
        pool.connect((error: Error | undefined, client: PoolClient | undefined, release) => {
          if (error || !client) {
            callback(error);
            return;
          }
          client.query("select 1 as one", (failure: unknown, result: unknown) => {
            release();
            callback(failure, result);
          });
        });
      },
      asked: () => pool.query("select 1 as one"),
      close: () => pool.end(),
    };
  },

  redis(wrap) {
    const client = createClient({ url: redisUrl });
    const calling = wrap(client.legacy());
    const connected = client.connect();
    return {
      ask: (callback) => {
        void connected.then(() => calling.ping(callback));
      },
      nested: (callback) => {
        void connected.then(() => calling.multi().ping().exec(callback));
      },
      asked: async () => {
        await connected;
        return client.ping();
      },
      close: () => client.close(),
    };
  },

  ioredis(wrap) {
    const client = wrap(new Redis(redisUrl));
    return {
      ask: (callback) => void client.ping(callback),
      nested: (callback) => void client.multi().ping().exec(callback),
      asked: () => client.ping(),
      close: () => client.quit(),
    };
  },

  redis3(wrap) {
    const client = wrap(createRedis3(redisUrl));
    return {
      ask: (callback) => client.ping(callback),
      nested: (callback) => client.multi().ping().exec(callback),
      asked: () =>
        new Promise((resolve, reject) => {
          client.ping((error, value) => (error ? reject(error) : resolve(value)));
        }),
      close: () => client.quit(),
    };
  },
};

/** Redis 3 has no types of its own. */
interface Redis3 {
  ping(callback: (error: Error | null, value?: unknown) => unknown): void;
  multi(): { ping(): { exec(callback: Callback): void } };
  quit(): void;
}

function createRedis3(url: string): Redis3 {
  const redis3 = require("redis3") as { createClient: (url: string) => Redis3 };
  return redis3.createClient(url);
}

/** Creates a client of a kind. */
export function openClient(kind: string, wrap: Wrap): CallingClient {
  const open = clients[kind];
  if (!open) throw new TypeError(`Unknown client "${kind}".`);
  return open(wrap);
}
