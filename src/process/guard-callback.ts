import { AsyncLocalStorage } from "node:async_hooks";
import { checkFunction, refuseSecond } from "../misuse/check-function.ts";
import { isRunByDeveloper } from "../misuse/development.ts";
import { currentScope, type RequestScope } from "../request/request-scope.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Wraps a callback so that an error it throws, or a rejected promise it returns, reaches the error middleware of the current
 * request. The library that calls it does not see the error, so other requests on the same connection are unaffected.
 * Requires `requestContext`, mounted first. Outside of a request, it returns the callback unchanged, and warns of that
 * once during development.
 *
 * @param callback A function that a library calls later. It receives the same `this` and arguments.
 * @returns A function with the same type, name and arity. If the callback throws, it returns undefined; if the callback
 * returns a promise that rejects, it returns one that resolves to undefined.
 *
 * @throws {TypeError} If `callback` is not a function, or a second function follows.
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
  const usage = "guardCallback((err, value) => { … })";
  checkFunction("guardCallback: callback", callback, `Write ${usage}`);
  refuseSecond("guardCallback", arguments[1], `${usage} or callbackHandler(next, onSuccess)`);
  if (!currentScope()) warnOfNoRequest();
  return guardInRequest(callback);
}

/** Wraps a callback as `guardCallback` does, without a check or a warning. */
export function guardInRequest<Callback extends (...args: never[]) => unknown>(
  callback: Callback,
): Callback {
  const scope = currentScope();
  if (!scope) return callback;
  // The wrapper takes the callback's arguments and returns its results; only errors are handled differently.
  return guarded(callback as unknown as AnyFunction, scope) as unknown as Callback;
}

let hasWarned = false;

function warnOfNoRequest(): void {
  if (hasWarned || !isRunByDeveloper()) return;
  hasWarned = true;
  process.emitWarning(
    "guardCallback guards nothing outside a request. Mount requestContext() before everything else.",
    { code: "BACKSTOP_NO_REQUEST" },
  );
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
