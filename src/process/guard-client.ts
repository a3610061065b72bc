import { EventEmitter } from "node:events";
import { describeReceived } from "../misuse/check-options.ts";
import { guardCallback } from "./guard-callback.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Wraps a client that calls back, once, so that every callback it is given while a request is handled is guarded as
 * by `guardCallback`: the last argument of any method, and the listeners of `on` and its kin, which `off` finds again.
 *
 * What a method returns at once is guarded as well when it is a client-like object (`multi()`, `legacy()`,
 * `pipeline()`), and so is a client that is handed to a callback (`pool.connect`). Promises and what they resolve to
 * stay as they are: guard the client that `await pool.connect()` gives where its callbacks are used.
 *
 * @param client The client, pool or connection. It is not changed; its methods run on it and not on the wrapper, so
 * private fields work.
 * @returns A wrapper of the same type. A frozen method cannot be replaced and is returned as it is.
 *
 * @throws {TypeError} When `client` is no object.
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

// One wrapper for each client, so that what goes through it twice stays identical.
const wrappers = new WeakMap<object, object>();
const targets = new WeakMap<object, object>();

function wrap<Client extends object>(client: Client): Client {
  if (targets.has(client)) return client;
  // Whatever the map holds for a client was made from it, below.
  const known = wrappers.get(client) as Client | undefined;
  if (known) return known;

  const methods = new WeakMap<AnyFunction, AnyFunction>();
  const wrapper = new Proxy(client, {
    get(target, key) {
      // Getters run on the client itself, for they may read private fields.
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || key === "constructor" || isFixed(target, key))
        return value;
      // A function it is; what it takes is its own affair.
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

/** A proxy again, so that the name, the arity and the properties of the method stay. */
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
  // Callbacks and listeners take whatever the client hands them.
  const callback = last as AnyFunction;
  if (target instanceof EventEmitter) {
    if (isListenerMethod(key)) return [...args.slice(0, -1), guardListener(callback)];
    if (key === "off" || key === "removeListener") {
      return [...args.slice(0, -1), unguardedListener(target, args[0], callback)];
    }
  }
  const guarded = guardCallback(callback);
  return guarded === callback ? args : [...args.slice(0, -1), handingOnClients(guarded)];
}

/** The client that a pool hands to a callback is as little ours as the pool. */
function handingOnClients(callback: AnyFunction): AnyFunction {
  const handOn = function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(
      callback,
      this,
      args.map((value) => (isConnection(value) ? wrap(value) : value)),
    );
  };
  // Some libraries tell by the arity what a callback wants.
  Object.defineProperty(handOn, "length", { value: callback.length, configurable: true });
  return handOn;
}

function isConnection(value: unknown): value is object {
  return value instanceof EventEmitter && isClientLike(value);
}

/** An instance of some class with methods; neither plain data nor a promise, a stream or anything of the language. */
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
  return prototype !== null && !plain.has(prototype);
}

const plain: ReadonlySet<unknown> = new Set(
  [Object, Map, Set, WeakMap, WeakSet, Date, RegExp, ArrayBuffer, AbortSignal].map(
    (type): unknown => type.prototype,
  ),
);

/** A proxy must show such a property as it is. */
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

/** Tells whether a method of an emitter adds a listener. */
export function isListenerMethod(key: PropertyKey): boolean {
  return listenerMethods.has(key);
}

/** Guards a listener and remembers what it was made of. */
export function guardListener(listener: AnyFunction): AnyFunction {
  const guarded = guardCallback(listener);
  if (guarded !== listener) originals.set(guarded, listener);
  return guarded;
}

/** Finds the function that an emitter really holds for a listener, the latest first, as `off` does. */
export function unguardedListener(
  emitter: EventEmitter,
  event: unknown,
  listener: AnyFunction,
): AnyFunction {
  // Nothing but a name can have been listened to.
  const held = emitter.rawListeners(event as string) as AnyFunction[];
  for (const candidate of held.toReversed()) {
    // `once` holds a function of its own, with ours as its `listener`.
    const { listener: inner = candidate } = candidate as AnyFunction & { listener?: AnyFunction };
    if (inner === listener || originals.get(inner) === listener) return inner;
  }
  return listener;
}
