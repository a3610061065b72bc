/** Values that no server and no library should return in place of a response, and how each is created. */
export const hostileObjects: readonly (readonly [what: string, create: () => unknown])[] = [
  ["nothing", () => undefined],
  ["null", () => null],
  ["a text", () => "response"],
  ["an object without members", () => Object.create(null) as unknown],
  ["a revoked proxy", revoked],
  ["a proxy that throws undefined", () => throwingProxy(undefined)],
  ["a proxy that throws an error", () => throwingProxy(new Error("no"))],
  ["a status that throws", () => withGetter("status")],
  ["a status that is a symbol", () => ({ status: Symbol("200") })],
  ["a status that is a BigInt", () => ({ status: 500n, headers: new Headers() })],
  ["a status that is not a number", () => ({ status: Number.NaN })],
  ["a body that throws", () => withGetter("body", { status: 500 })],
  ["headers that throw", () => withGetter("headers", { status: 500, body: bodyOf("{}") })],
  ["a thenable that throws", () => withGetter("then")],
  // oxlint-disable-next-line unicorn/no-thenable -- a foreign thenable is what is tested
  ["a thenable that rejects twice", () => ({ then: rejectTwice })],
  ["a body that breaks", () => new Response(broken(new Error("reset")), problem)],
  ["a body that breaks with undefined", () => new Response(broken(undefined), problem)],
  ["a body that was read", read],
  ["a body whose reader is locked", locked],
  ["chunks that are not bytes", () => ({ status: 500, body: bodyOf(1) })],
  ["JSON nested too deep", () => new Response("[".repeat(90_000), problem)],
  ["JSON with hostile names", () => new Response('{"__proto__":{"code":1},"then":1}', problem)],
];

const problem = { status: 500, headers: { "content-type": "application/problem+json" } };

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function throwingProxy(thrown: unknown): unknown {
  const fail = (): never => {
    throw thrown;
  };
  return new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail });
}

function withGetter(name: string, members: object = {}): unknown {
  return Object.defineProperty({ ...members }, name, {
    get: () => {
      throw new Error(name);
    },
  });
}

function rejectTwice(_resolve: unknown, reject: (reason: unknown) => void): void {
  reject(undefined);
  reject(new Error("twice"));
  throw new Error("thrice");
}

function broken(reason: unknown): ReadableStream {
  return new ReadableStream({
    pull: (controller) => controller.error(reason),
  });
}

/** Returns what looks like a body whose only chunk is the given value. */
function bodyOf(value: unknown): unknown {
  const chunks = [{ done: false, value }, { done: true }];
  return { getReader: () => ({ read: async () => chunks.shift() }) };
}

function read(): Response {
  const response = new Response("{}", problem);
  void response.text();
  return response;
}

function locked(): Response {
  const response = new Response("{}", problem);
  response.body?.getReader();
  return response;
}
