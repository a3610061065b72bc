/** Reads a member that an object has itself; what a polluted Object.prototype would add is none of it. */
export function own<Options extends object, Name extends keyof Options>(
  options: Options,
  name: Name,
): Options[Name] | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}
