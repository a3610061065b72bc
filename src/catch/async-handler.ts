import type { WithOverlay, WithoutOverlay } from "./overlay.ts";
import { toError } from "./thrown.ts";

/**
 * A handler with these parameters. The condition, always true, makes the compiler take the parameters of a handler
 * written in place from where asyncHandler is called: from the path and from the validators before it.
 */
export type HandlerOf<Parameters extends unknown[]> = Parameters extends unknown
  ? (...parameters: WithOverlay<Parameters>) => unknown
  : never;

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type Next = (error?: unknown) => void;

/**
 * Wraps a request handler, an error middleware or a `param` handler, so that whatever it throws or rejects with
 * reaches `next` as an Error. Name, arity and own properties stay; so does what the handler hands to `next` itself.
 *
 * @param handler `(req, res, next)`, `(err, req, res, next)` or `(req, res, next, value, name)`; sync, async or thenable.
 * @returns A handler with the same parameters.
 *
 * @throws {TypeError} When the handler is no function, is a generator, or has more parameters than Express passes.
 *
 * @example
 * app.get("/articles/:id", asyncHandler(async (req, res) => {
 *   res.json(await articles.find(req.params.id));
 * }));
 */
export function asyncHandler<Parameters extends unknown[]>(
  handler: HandlerOf<Parameters>,
): (...parameters: WithoutOverlay<Parameters>) => void {
  checkHandler(handler);
  // Express calls it with its own arguments; the wrapper only passes them on.
  const call = handler as unknown as AnyFunction;
  const wrapper = keepIdentity(call, call.length < 4 ? threeArguments(call) : anyArguments(call));
  // It takes the same arguments and has the same properties; only its failures take another way.
  return wrapper;
}

function threeArguments(call: AnyFunction): AnyFunction {
  return function (this: unknown, req: unknown, res: unknown, next: unknown): void {
    try {
      settle(call.call(this, req, res, next), next as Next);
    } catch (thrown) {
      (next as Next)(toError(thrown));
    }
  };
}

function anyArguments(call: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]): void {
    // Express passes 4 arguments to an error middleware and 5 to a param handler, whatever they declare.
    const next = args[args.length === 4 ? 3 : 2] as Next;
    try {
      settle(Reflect.apply(call, this, args), next);
    } catch (thrown) {
      next(toError(thrown));
    }
  };
}

function settle(result: unknown, next: Next): void {
  if (result === null || (typeof result !== "object" && typeof result !== "function")) return;
  // Read once: a thenable's getter may answer differently the second time.
  const then: unknown = (result as { then?: unknown }).then;
  if (typeof then !== "function") return;
  if (result instanceof Promise) {
    result.then(undefined, (thrown: unknown) => next(toError(thrown)));
    return;
  }
  // A foreign thenable may settle twice or throw after it has; the promise takes the first word only.
  new Promise((resolve, reject) => {
    Reflect.apply(then, result, [resolve, reject]);
  }).catch((thrown: unknown) => next(toError(thrown)));
}

function keepIdentity(handler: AnyFunction, wrapper: AnyFunction): AnyFunction {
  for (const key of Reflect.ownKeys(handler)) {
    if (key === "prototype" || key === "arguments" || key === "caller") continue;
    const descriptor = Object.getOwnPropertyDescriptor(handler, key);
    if (descriptor) Object.defineProperty(wrapper, key, descriptor);
  }
  return wrapper;
}

function checkHandler(handler: unknown): void {
  if (typeof handler !== "function") {
    throw new TypeError(
      `asyncHandler: handler must be a function, got ${handler === null ? "null" : typeof handler}. Write asyncHandler(async (req, res) => { … }).`,
    );
  }
  if (/Generator/.test(Object.prototype.toString.call(handler))) {
    throw new TypeError(
      `asyncHandler: ${handler.name || "the handler"} is a generator, whose body Express would never run. Write an async function.`,
    );
  }
  if (handler.length > 5) {
    throw new TypeError(
      `asyncHandler: ${handler.name || "the handler"} has ${handler.length} parameters; Express passes at most 5. Write (req, res, next).`,
    );
  }
}
