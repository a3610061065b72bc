import fc from "fast-check";

/** A word that no response may repeat. */
export const secret = "s3cr3t";

const marked = fc.record({
  message: fc.constant(secret),
  status: fc.anything(),
  headers: fc.anything(),
  stack: fc.anything(),
  code: fc.anything(),
  cause: fc.anything(),
});

const hostile: readonly (() => unknown)[] = [
  () => new Proxy({}, { get: () => fail(), has: () => fail(), getPrototypeOf: () => fail() }),
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => Object.freeze(new Error(secret)),
  () => Object.defineProperty(new Error(secret), "message", { get: () => fail() }),
  () => new Proxy({}, { get: (_target, name) => (name === "then" ? fail() : undefined) }),
  () => new AggregateError([new Error(secret), undefined], secret),
  () =>
    Object.assign(new Error(secret), { headers: { "X-Bad": "a\r\nb" }, expose: true, status: 404 }),
];

const values = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withMap: true }),
  fc.constantFrom(undefined, null, 0, "", "route"),
  fc.string().map((text) => new Error(secret + text)),
  marked.map((members) => Object.assign(new Error(secret), members)),
);

/** Functions that return what is thrown: the runner looks at the values that it generates, and some throw at a look. */
export const thrownValues: fc.Arbitrary<() => unknown> = fc.oneof(
  values.map((value) => () => value),
  fc.constantFrom(...hostile),
);

function fail(): never {
  throw new Error(secret);
}
