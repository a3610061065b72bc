import { EventEmitter } from "node:events";
import { describeReceived } from "../misuse/check-options.ts";
import { guardCallback } from "./guard-callback.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Wraps a client of a database or another service, so that each callback passed to its methods during a request is
 * wrapped as by `guardCallback`. This covers the last argument of every method and the listeners of `on`, `once` and
 * similar methods; `off` still removes a listener.
 *
 * If a method returns an object with methods (`multi()`, `pipeline()`), that object is wrapped too, and so is a client passed to a callback
 * (`pool.connect`). It does not wrap what a promise resolves to: for `await pool.connect()`, call `guardClient` on the
 * result.
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
const wrappers = new WeakMap<object, object>();
const targets = new WeakMap<object, object>();

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
      const result: unknown = Reflect.apply(method, target, guardArguments(target, key, args));
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
  const guarded = guardCallback(callback);
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

/** Returns true for an instance of a class, except promises, streams, errors, buffers and the classes in `builtIns`. */
function isClientLike(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  try {
    const { then, pipe, write } = value as Record<string, unknown>;
    if ([then, pipe, write].some((method) => typeof method === "function")) return false;
  } catch {
    return false;
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Error) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && !builtIns.has(prototype);
}

const builtIns: ReadonlySet<unknown> = new Set(
  [Object, Map, Set, WeakMap, WeakSet, Date, RegExp, ArrayBuffer, AbortSignal].map(
    (type): unknown => type.prototype,
  ),
);

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

const originals = new WeakMap<object, AnyFunction>();

/** Returns true if a method of an emitter adds a listener. */
function isListenerMethod(key: PropertyKey): boolean {
  return listenerMethods.has(key);
}

/** Wraps a listener and remembers the original, so that `off` can find it. */
function guardListener(listener: AnyFunction): AnyFunction {
  const guarded = guardCallback(listener);
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
