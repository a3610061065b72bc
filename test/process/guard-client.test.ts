import { EventEmitter } from "node:events";
import { requestContext } from "express-backstop";
import { guardClient } from "express-backstop/process";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";

type Callback = (...args: unknown[]) => unknown;

/** A client in the manner of many: callbacks from a loop of its own, private fields, chains, transactions, events. */
class Client extends EventEmitter {
  readonly #replies: (() => unknown)[] = [];
  #label = "client";
  readonly answer: Promise<string> = Promise.resolve("answer");
  readonly data = { plain: true };

  constructor() {
    super();
    setInterval(() => {
      for (const reply of this.#replies.splice(0)) reply();
    }, 1).unref();
  }

  get label(): string {
    return this.#label;
  }

  set label(label: string) {
    this.#label = label;
  }

  get(key: string, callback: Callback): this {
    this.#replies.push(() => callback(null, `${this.#label}:${key}`));
    return this;
  }

  connect(callback: Callback): void {
    this.#replies.push(() => callback(null, new Client(), { plain: true }));
  }

  multi(): Transaction {
    return new Transaction(this);
  }

  promise(): Promise<string> {
    return this.answer;
  }

  row(): object {
    return this.data;
  }
}

class Transaction {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  set(): this {
    return this;
  }

  exec(callback: Callback): void {
    this.#client.get("exec", callback);
  }
}

describe("a guarded client", () => {
  it.each<[string, (client: Client, fail: Callback) => unknown]>([
    ["its methods", (client, fail) => client.get("key", fail)],
    ["a method taken off it", ({ get }, fail) => Reflect.apply(get, realClient, ["key", fail])],
    ["a chain", (client, fail) => client.get("a", () => {}).get("b", fail)],
    ["a transaction it makes", (client, fail) => client.multi().set().exec(fail)],
    [
      "a client it hands to a callback",
      (client, fail) => client.connect((_error, inner) => (inner as Client).get("key", fail)),
    ],
    ["a listener", (client, fail) => client.once("event", fail)],
  ])("guards the callbacks of %s", async (_what, use) => {
    const client = guardClient(realClient);
    await using app = await serve((app) => {
      app.use(requestContext());
      app.get("/", () => {
        use(client, () => {
          throw new Error("secret");
        });
        setTimeout(() => client.emit("event"), 20);
      });
    });

    const answer = await app.api.get("/");

    expect(answer.status).toBe(500);
    expect(app.records).toMatchObject([{ path: "/", error: { message: "secret" } }]);
  });

  it("behaves like the client: private fields, setters, promises, data, instanceof", () => {
    const client = guardClient(new Client());
    client.label = "other";

    expect(client.label).toBe("other");
    expect(client.promise()).toBe(client.answer);
    expect(client.row()).toBe(client.data);
    expect(client).toBeInstanceOf(Client);
    expect(client.constructor).toBe(Client);
    expect(client.get("key", () => {})).toBe(client);
  });

  it.each<[string, { on(event: string, listener: () => void): unknown }]>([
    [
      "without commands and events",
      {
        on() {
          return this;
        },
      },
    ],
    ["that is a stream", Object.assign(new EventEmitter(), { write: () => true })],
  ])("is what a chain of a client %s goes on with", (_what, real) => {
    const client = guardClient(real);

    expect(client.on("event", () => {})).toBe(client);
  });

  it("has one wrapper for each client and each method, with their names", () => {
    const real = new Client();
    const client = guardClient(real);

    expect(guardClient(real)).toBe(client);
    expect(guardClient(client)).toBe(client);
    expect(client.get).toBe(client.get);
    expect([client.get.name, client.get.length]).toEqual(["get", 2]);
  });

  it("does not change the client or frozen methods", () => {
    const real = Object.freeze({ get: (_key: string, callback: Callback) => callback() });
    const before = Reflect.ownKeys(real);

    const client = guardClient(real);

    expect(client.get).toBe(real.get);
    expect(Reflect.ownKeys(real)).toEqual(before);
    expect(Object.isFrozen(client)).toBe(true);
  });

  it.each(["on", "once", "addListener", "prependListener", "prependOnceListener"] as const)(
    "removes a listener that a request added by %s",
    async (add) => {
      const real = new Client();
      const client = guardClient(real);
      const listener = (): void => {};
      const stranger = (): void => {};
      await using app = await serve((app) => {
        app.use(requestContext());
        app.get("/add", (_req, res) => {
          client[add]("event", listener);
          res.json(real.listenerCount("event"));
        });
        app.get("/off", (_req, res) => {
          client.off("event", stranger);
          client.off("event", listener);
          res.json(real.listenerCount("event"));
        });
      });

      const counts: unknown[] = [];
      for (const path of ["/add", "/add", "/off"]) counts.push((await app.api.get(path)).body);
      client.removeListener("event", listener);

      expect(counts).toEqual([1, 2, 1]);
      expect(real.listenerCount("event")).toBe(0);
    },
  );

  it("removes the listener that was added last, as an emitter does", async () => {
    const real = new Client();
    const client = guardClient(real);
    const called: number[] = [];
    const listener = (): void => void called.push(real.listenerCount("event"));
    await using app = await serve((app) => {
      app.use(requestContext());
      app.get("/", (_req, res) => {
        client.once("event", listener);
        client.on("event", () => called.push(0));
        client.on("event", listener);
        client.off("event", listener);
        client.emit("event");
        res.json(real.listenerCount("event"));
      });
    });

    const { body } = await app.api.get("/");

    expect(body).toBe(1);
    expect(called).toEqual([1, 0]);
  });

  it("calls a callback with its arity, this and arguments, and returns its result", async () => {
    const client = guardClient({
      run(_key: string, callback: Callback): unknown {
        return [callback.length, Reflect.apply(callback, { self: true }, [null, "value"])];
      },
    });
    await using app = await serve((app) => {
      app.use(requestContext());
      app.get("/", (_req, res) => {
        const result = client.run("key", function (this: unknown, error: unknown, value: unknown) {
          return [this, error, value];
        });
        res.json(result);
      });
    });

    const { body } = await app.api.get("/");

    expect(body).toEqual([2, [{ self: true }, null, "value"]]);
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    ["client", '"client"'],
    [() => {}, "a value of type function"],
  ])("refuses %s", (value, shown) => {
    expect(() => guardClient(value as unknown as object)).toThrow(
      `guardClient: client must be an object with methods, got ${shown}. Write guardClient(new Pool())`,
    );
  });
});

const realClient = new Client();

describe("objects that a guarded client returns", () => {
  class Options {
    readonly #secret = "kept";
    static read(options: Options): string {
      return options.#secret;
    }
    get(): string {
      return this.#secret;
    }
  }
  class Connection extends EventEmitter {
    readonly #id = 7;
    options(): Options {
      return new Options();
    }
    address(): URL {
      return new URL("postgres://127.0.0.1:5432/test");
    }
    open(): Connection {
      return new Connection();
    }
    read(options: Options): string {
      return Options.read(options);
    }
    idOf(connection: Connection): number {
      return connection.#id;
    }
  }

  it("keep their private members when they are passed to another method", () => {
    const client = guardClient(new Connection());

    expect(client.read(client.options())).toBe("kept");
    expect(client.idOf(client.open())).toBe(7);
  });

  it("stay what they are unless they can call back", () => {
    const client = guardClient(new Connection());

    expect(structuredClone({ href: client.address().href })).toEqual({
      href: "postgres://127.0.0.1:5432/test",
    });
    expect(URL.prototype.toString.call(client.address())).toBe("postgres://127.0.0.1:5432/test");
    expect(client.open()).toBeInstanceOf(EventEmitter);
  });

  const command = (): void => {};

  it.each(["exec", "execute", "query", "sendCommand"])(
    "are wrapped if they run commands with %s",
    (name) => {
      const returned = { [name]: command };
      const client = guardClient({ open: () => returned });

      const opened = client.open();

      expect(opened).not.toBe(returned);
      expect(opened).toBe(guardClient(returned));
    },
  );

  it.each<[string, object | null]>([
    ["a row", { query: "select 1" }],
    ["null", null],
    ["a regular expression", /x/],
    ["a promise with commands", Object.assign(Promise.resolve(), { query: command })],
    ["a stream to read", Object.assign(new EventEmitter(), { pipe: command })],
    ["a stream to write", Object.assign(new EventEmitter(), { write: command })],
    [
      "an object whose getters throw",
      {
        get query(): unknown {
          throw new Error("closed");
        },
      },
    ],
  ])("are not wrapped if they are %s", (_what, returned) => {
    const client = guardClient({ open: () => returned });

    expect(client.open()).toBe(returned);
  });
});
