/**
 * Returns a value that all copies of this package in a process share: an app may load it as an ES module and as CommonJS,
 * or in two versions. The first copy that needs the value creates it.
 *
 * A version whose value has another shape must give it another name.
 *
 * @param name The name, without the prefix `express-backstop.`.
 * @param create Creates the value.
 */
export function sharedByCopies<Value extends object>(name: string, create: () => Value): Value {
  const key = Symbol.for(`express-backstop.${name}`);
  // Only this function writes the key, so its value has the type that the name stands for.
  const known = (globalThis as unknown as Record<symbol, Value | undefined>)[key];
  if (known) return known;
  const value = create();
  Object.defineProperty(globalThis, key, { value });
  return value;
}
