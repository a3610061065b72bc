/** Creates a proxy of which every trap throws. */
export function hostileProxy(target: object = {}): object {
  const refuse = (): never => {
    throw new Error("secret of a trap");
  };
  const traps = Reflect.ownKeys(Reflect).filter((name) => name !== Symbol.toStringTag);
  return new Proxy(target, Object.fromEntries(traps.map((name) => [name, refuse])));
}

/** Creates a revoked proxy, of which every read throws. */
export function revokedProxy(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Adds a getter that throws to an object, under each of the names. */
export function throwingGetters(target: object, ...names: readonly string[]): object {
  for (const name of names) {
    Object.defineProperty(target, name, {
      enumerable: true,
      get() {
        throw new Error(`secret of the getter ${name}`);
      },
    });
  }
  return target;
}
