/** A proxy that throws at whatever it is asked. */
export function hostileProxy(target: object = {}): object {
  const refuse = (): never => {
    throw new Error("secret of a trap");
  };
  const traps = Reflect.ownKeys(Reflect).filter((name) => name !== Symbol.toStringTag);
  return new Proxy(target, Object.fromEntries(traps.map((name) => [name, refuse])));
}

/** A proxy that was revoked, at which every question throws. */
export function revokedProxy(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** An object with a getter that throws under each of the names. */
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
