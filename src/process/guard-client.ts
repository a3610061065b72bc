import { EventEmitter } from "node:events";
import { sharedByCopies } from "../copies/shared-by-copies.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { guardInRequest } from "./guard-callback.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Wraps a client of a database or another service, so that each callback passed to its methods during a request is
 * wrapped as by `guardCallback`. This covers the last argument of every method and the listeners of `on`, `once` and
 * similar methods; `off` still removes a listener.
 *
 * If a method returns an emitter, or an object that runs commands (`multi()`, `pipeline()`), that object is wrapped
 * too, and so is a client passed to a callback (`pool.connect`). It does not wrap what a promise resolves to: for
 * `await pool.connect()`, call `guardClient` on the result.
 *
 * @param client The client, pool or connection. It is not changed. Methods run with the client itself as `this`, so
 * private fields work.
 * @returns A wrapper of the same type. Methods that are read-only and not configurable are not wrapped.
 *
 * @throws {TypeError} If `client` is not an object.
 *
 * @example
 * const client = guardClient(redis.createClient());
 */
export function guardClient<Client extends object>(client: Client): Client {
  if (typeof client !== "object" || client === null) {
    throw new TypeError(
      `guardClient: client must be an object with methods, got ${describeReceived(client)}. Write guardClient(new Pool()); for a single function there is guardCallback.`,
    );
  }
  return wrap(client);
}

// One wrapper for each client, so that wrapping the same client twice returns the same object.
const { wrappers, targets, originals } = /* @__PURE__ */ sharedByCopies("clients", () => ({
  wrappers: new WeakMap<object, object>(),
  targets: new WeakMap<object, object>(),
  originals: new WeakMap<object, AnyFunction>(),
}));

function wrap<Client extends object>(client: Client): Client {
  if (targets.has(client)) return client;
  // The map holds a wrapper of the client, which has the client's type.
  const known = wrappers.get(client) as Client | undefined;
  if (known) return known;

  const methods = new WeakMap<AnyFunction, AnyFunction>();
  const wrapper = new Proxy(client, {
    get(target, key) {
      // Getters run with the client itself as `this`, because they may read private fields.
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || key === "constructor" || isFixed(target, key))
        return value;
      const method = value as AnyFunction;
      const wrapped = methods.get(method) ?? wrapMethod(method, key);
      methods.set(method, wrapped);
      return wrapped;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  wrappers.set(client, wrapper);
  targets.set(wrapper, client);
  return wrapper;
}

/** Wraps a method in a proxy, which keeps its name, arity and properties. */
function wrapMethod(method: AnyFunction, key: PropertyKey): AnyFunction {
  return new Proxy(method, {
    apply(_method, self: unknown, args: unknown[]) {
      const target = targets.get(self as object) ?? self;
      // A wrapper must not reach a method that reads private members of its argument.
      const own = args.map((value) => targets.get(value as object) ?? value);
      const result: unknown = Reflect.apply(method, target, guardArguments(target, key, own));
      // A chain goes on with the wrapper, whatever the client looks like.
      if (result === target) return self;
      return isClientLike(result) ? wrap(result) : result;
    },
  });
}

function guardArguments(target: unknown, key: PropertyKey, args: unknown[]): unknown[] {
  const last = args.at(-1);
  if (typeof last !== "function") return args;
  const callback = last as AnyFunction;
  if (target instanceof EventEmitter) {
    if (isListenerMethod(key)) return [...args.slice(0, -1), guardListener(callback)];
    if (key === "off" || key === "removeListener") {
      return [...args.slice(0, -1), unguardedListener(target, args[0], callback)];
    }
  }
  const guarded = guardInRequest(callback);
  return guarded === callback ? args : [...args.slice(0, -1), wrappingConnections(guarded)];
}

/** Wraps the connection that a pool passes to a callback. */
function wrappingConnections(callback: AnyFunction): AnyFunction {
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(
      callback,
      this,
      args.map((value) => (isConnection(value) ? wrap(value) : value)),
    );
  };
  // Some libraries decide by the arity how to call a callback.
  Object.defineProperty(wrapped, "length", { value: callback.length, configurable: true });
  return wrapped;
}

function isConnection(value: unknown): value is object {
  return value instanceof EventEmitter && isClientLike(value);
}

/**
 * Returns true for an object that may call back: an emitter, or one with a method that runs commands. Every other
 * object, such as a URL or a row, is returned as it is, because a proxy breaks private members and structuredClone.
 */
function isClientLike(value: unknown): value is object {
  if (typeof value !== "object" || value === null || value instanceof RegExp) return false;
  try {
    const members = value as Record<string, unknown>;
    const has = (name: string): boolean => typeof members[name] === "function";
    // A promise is awaited, and a stream is read: neither calls back with a result.
    if (["then", "pipe", "write"].some(has)) return false;
    return value instanceof EventEmitter || commandMethods.some(has);
  } catch {
    return false;
  }
}

/** The names under which clients run a command or a batch of them. */
const commandMethods = ["exec", "execute", "query", "sendCommand"] as const;

/** Returns true for a property that a proxy must return unchanged: one that is read-only and not configurable. */
function isFixed(target: object, key: PropertyKey): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  return descriptor?.configurable === false && descriptor.writable === false;
}

const listenerMethods: ReadonlySet<PropertyKey> = new Set([
  "on",
  "once",
  "addListener",
  "prependListener",
  "prependOnceListener",
]);

/** Returns true if a method of an emitter adds a listener. */
function isListenerMethod(key: PropertyKey): boolean {
  return listenerMethods.has(key);
}

/** Wraps a listener and remembers the original, so that `off` can find it. */
function guardListener(listener: AnyFunction): AnyFunction {
  const guarded = guardInRequest(listener);
  if (guarded !== listener) originals.set(guarded, listener);
  return guarded;
}

/** Returns the function that an emitter holds for a listener: the one added last, which `off` removes first. */
function unguardedListener(
  emitter: EventEmitter,
  event: unknown,
  listener: AnyFunction,
): AnyFunction {
  // The first argument of `off` is the event's name.
  const held = emitter.rawListeners(event as string) as AnyFunction[];
  for (const candidate of held.toReversed()) {
    // `once` adds a function of its own, which has the listener as its property `listener`.
    const { listener: inner = candidate } = candidate as AnyFunction & { listener?: AnyFunction };
    if (inner === listener || originals.get(inner) === listener) return inner;
  }
  return listener;
}
