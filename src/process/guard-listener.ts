import type { EventEmitter } from "node:events";
import { guardCallback } from "./guard-callback.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

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
