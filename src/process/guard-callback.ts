import { AsyncLocalStorage } from "node:async_hooks";
import { describeReceived } from "../misuse/describe-received.ts";
import { currentScope, type RequestScope } from "../request/request-scope.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Wraps a callback so that an error it throws, or a rejected promise it returns, reaches the error middleware of the current
 * request. The library that calls it does not see the error, so other requests on the same connection are unaffected.
 * Requires `requestContext`, mounted first. Outside of a request, it returns the callback unchanged.
 *
 * @param callback A function that a library calls later. It receives the same `this` and arguments.
 * @returns A function with the same type, name and arity. If the callback throws, it returns undefined; if the callback
 * returns a promise that rejects, it returns one that resolves to undefined.
 *
 * @throws {TypeError} If `callback` is not a function.
 *
 * @example
 * client.get(key, guardCallback((err, value) => {
 *   if (err) throw err;
 *   res.json(JSON.parse(value));
 * }));
 */
export function guardCallback<Callback extends (...args: never[]) => unknown>(
  callback: Callback,
): Callback {
  if (typeof callback !== "function") {
    throw new TypeError(
      `guardCallback: callback must be a function, got ${describeReceived(callback)}. Write guardCallback((err, value) => { … }).`,
    );
  }
  const scope = currentScope();
  if (!scope) return callback;
  // The wrapper takes the callback's arguments and returns its results; only errors are handled differently.
  return guarded(callback as unknown as AnyFunction, scope) as unknown as Callback;
}

function guarded(callback: AnyFunction, scope: RequestScope): AnyFunction {
  // With the contexts of other libraries, such as the active span: the library that calls may be in another request's.
  const restore = AsyncLocalStorage.snapshot();

  function guardedCallback(this: unknown, ...args: unknown[]): unknown {
    // The catch is inside the request's context, so that the error middleware runs in it too.
    return restore(() => {
      try {
        return catchRejection(Reflect.apply(callback, this, args), scope);
      } catch (thrown) {
        scope.fail(thrown);
        return undefined;
      }
    });
  }
  const { name, length } = callback;
  Object.defineProperties(guardedCallback, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
  });
  return guardedCallback;
}

/** Hides a rejection from the library, which might call the callback again because of it. */
function catchRejection(result: unknown, scope: RequestScope): unknown {
  if (result === null || (typeof result !== "object" && typeof result !== "function"))
    return result;
  if (typeof (result as { then?: unknown }).then !== "function") return result;
  return Promise.resolve(result).catch((thrown: unknown) => scope.fail(thrown));
}
