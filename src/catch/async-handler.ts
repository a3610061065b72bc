import type { NextFunction, Request, Response } from "express";
import { handlerName } from "../express/handler-name.ts";
import type { WithoutTypedRequest, WithTypedRequest } from "../express/typed-request.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { inDevelopment } from "../misuse/development.ts";
import { watchEnd } from "../request/response-end.ts";
import { failRun, type Handler, type HandlerRun, type Next, nextOnce } from "./next-once.ts";
import { watchSilence } from "./watch-silence.ts";

// `extends unknown` is always true. It makes TypeScript infer the parameters of an inline handler from the call around
// it: from the path and from the validators before it. TypeScript before 5.9 does not; see `older-typescript.ts`.
/** A handler with these parameters. */
export type HandlerOf<Parameters extends unknown[]> = Parameters extends unknown
  ? (...parameters: WithTypedRequest<KnownParameters<Parameters>>) => unknown
  : never;

/** The parameters of a handler, which are those of any request where nothing around it says more. */
export type KnownParameters<Parameters extends unknown[]> = unknown[] extends Parameters
  ? [req: Request, res: Response, next: NextFunction]
  : Parameters;

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Wraps a request handler, an error middleware or a `param` handler, so that whatever it throws or rejects with
 * reaches `next` as an Error. The wrapper keeps the handler's name, arity and own properties. The handler can call
 * `next` once. A later call is only reported, but the first call with an error still reaches the error middleware if
 * the response has not begun. Unless NODE_ENV is `production`, the record of a second call says where the first was,
 * and a process warning names a handler that settles without a response.
 *
 * @param handler `(req, res, next)`, `(err, req, res, next)` or `(req, res, next, value, name)`; sync or async, or one
 *   that returns a thenable.
 * @returns A handler with the same parameters. Where no type around the call says otherwise, they are those of a
 *   `RequestHandler`; an error middleware then needs types, or the type `ErrorRequestHandler`.
 *
 * @throws {TypeError} When the handler is not a function, is a generator function, or has more than five parameters.
 *
 * @example
 * app.get("/articles/:id", asyncHandler(async (req, res) => {
 *   res.json(await articles.find(req.params.id));
 * }));
 */
export function asyncHandler<Parameters extends unknown[]>(
  handler: HandlerOf<Parameters>,
): (...parameters: WithoutTypedRequest<KnownParameters<Parameters>>) => void {
  checkHandler(handler, arguments[1]);
  // Express calls it with its own arguments; the wrapper only passes them on.
  const call = handler as unknown as AnyFunction;
  const wrapper = keepIdentity(call, call.length < 4 ? threeArguments(call) : anyArguments(call));
  // It has the same parameters and properties, so it has the same type.
  return wrapper;
}

interface Watched extends Handler {
  /** Called with what a handler returns: an error, or the value of its promise. */
  readonly settled: ((run: HandlerRun, returned: unknown) => void) | undefined;
}

interface Run extends HandlerRun {
  readonly handler: Watched;
}

function watched(call: AnyFunction): Watched {
  const name = handlerName(call);
  const diagnose = inDevelopment();
  return { name, diagnose, settled: diagnose ? watchSilence(name) : undefined };
}

function threeArguments(call: AnyFunction): AnyFunction {
  const handler = watched(call);
  // A handler without a third parameter cannot call next.
  const guardsNext = call.length === 3;

  return function (this: unknown, req: unknown, res: unknown, next: unknown): unknown {
    if (typeof next !== "function") return call.call(this, req, res, next);
    const run = toRun(handler, req, res, next);
    watchEnd(run.res);
    try {
      const result = call.call(this, req, res, guardsNext ? nextOnce(run) : next);
      // A handler that responds with its last expression returns the response, which settles nothing.
      if (result !== res && isObject(result)) settle(result, run);
    } catch (thrown) {
      failRun(run, thrown);
    }
    return undefined;
  };
}

function anyArguments(call: AnyFunction): AnyFunction {
  const handler = watched(call);

  return function (this: unknown, ...args: unknown[]): unknown {
    // Express passes 4 arguments to an error middleware and 5 to a param handler, whatever they declare.
    const first = args.length === 4 ? 1 : 0;
    if (typeof args[first + 2] !== "function") return Reflect.apply(call, this, args);
    const run = toRun(handler, args[first], args[first + 1], args[first + 2]);
    watchEnd(run.res);
    args[first + 2] = nextOnce(run);
    try {
      const result: unknown = Reflect.apply(call, this, args);
      if (isObject(result)) settle(result, run);
    } catch (thrown) {
      failRun(run, thrown);
    }
    return undefined;
  };
}

// Express calls handlers with its own request, response and next.
function toRun(handler: Watched, req: unknown, res: unknown, next: unknown): Run {
  return {
    handler,
    req: req as Request,
    res: res as Response,
    next: next as Next,
    nextCalled: false,
    nextError: undefined,
    nextCalledAt: undefined,
  };
}

function isObject(result: unknown): result is object {
  return result !== null && (typeof result === "object" || typeof result === "function");
}

function settle(result: object, run: Run): void {
  if (isGenerator(result)) throw generatorReturned();
  // Read once, because a getter may return something else the second time.
  const { then } = result as { then?: unknown };
  if (typeof then !== "function") {
    // Returned where it should have been thrown.
    if (result instanceof Error) run.handler.settled?.(run, result);
    return;
  }
  // A foreign thenable may settle twice, or throw after it has settled; a promise settles once.
  const promise =
    result instanceof Promise
      ? result
      : new Promise((resolve, reject) => {
          Reflect.apply(then, result, [resolve, reject]);
        });
  const resolved = (value: unknown): void => {
    if (isGenerator(value)) failRun(run, generatorReturned());
    else run.handler.settled?.(run, value);
  };
  promise.then(resolved, (thrown: unknown) => failRun(run, thrown));
}

function isGenerator(result: unknown): boolean {
  if (!isObject(result)) return false;
  try {
    const { [Symbol.toStringTag]: tag } = result as { [Symbol.toStringTag]?: unknown };
    return tag === "AsyncGenerator" || tag === "Generator";
  } catch {
    // A proxy threw; it cannot be a generator.
    return false;
  }
}

function generatorReturned(): TypeError {
  return new TypeError(
    "asyncHandler: the handler returned a generator, whose body never runs. Write an async function.",
  );
}

function keepIdentity(handler: AnyFunction, wrapper: AnyFunction): AnyFunction {
  for (const key of Reflect.ownKeys(handler)) {
    if (key === "prototype" || key === "arguments" || key === "caller") continue;
    const descriptor = Object.getOwnPropertyDescriptor(handler, key);
    if (descriptor) Object.defineProperty(wrapper, key, descriptor);
  }
  return wrapper;
}

function checkHandler(handler: unknown, second: unknown): void {
  if (typeof handler !== "function" || typeof second === "function") {
    const received =
      typeof second === "function" ? "two; wrap each by itself" : describeReceived(handler);
    throw new TypeError(
      `asyncHandler: handler must be a function, got ${received}. Write asyncHandler(async (req, res) => { … }).`,
    );
  }
  const { name, length } = handler;
  const named = `asyncHandler: ${name || "the handler"}`;
  if (/Generator/.test(Object.prototype.toString.call(handler))) {
    throw new TypeError(`${named} is a generator, whose body never runs. Write an async function.`);
  }
  if (length > 5) {
    throw new TypeError(
      `${named} has ${length} parameters; Express passes at most 5. Write (req, res, next).`,
    );
  }
}
