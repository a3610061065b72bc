import { describeReceived } from "../misuse/check-options.ts";
import { currentScope, type RequestScope, runInScope } from "../request/request-scope.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Ties a callback to the request that is being handled: whatever the callback throws or rejects with is caught on
 * the spot and handed to that request's error middleware. The library that calls it goes on undisturbed, and so do
 * the process and the requests that share the connection. Needs `requestContext`, mounted first; outside of a request
 * the callback is returned as it is.
 *
 * @param callback Any function that a library of others calls later. Its `this`, arguments and return value pass through.
 * @returns A function of the same type, name and arity. Where the callback throws it returns undefined, and a promise
 * that the callback rejects becomes one of undefined.
 *
 * @throws {TypeError} When `callback` is no function.
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
  // It takes the same arguments and returns the same; only its failures take another way.
  return guarded(callback as unknown as AnyFunction, scope) as unknown as Callback;
}

function guarded(callback: AnyFunction, scope: RequestScope): AnyFunction {
  function guardedCallback(this: unknown, ...args: unknown[]): unknown {
    // The catch is inside of the context: the process's own handlers run after the context was left.
    return runInScope(scope, () => {
      try {
        return contained(Reflect.apply(callback, this, args), scope);
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

/** A library may answer a rejection by calling the callback once more, so it does not get to see any. */
function contained(result: unknown, scope: RequestScope): unknown {
  if (result === null || (typeof result !== "object" && typeof result !== "function"))
    return result;
  if (typeof (result as { then?: unknown }).then !== "function") return result;
  return Promise.resolve(result).catch((thrown: unknown) => scope.fail(thrown));
}
