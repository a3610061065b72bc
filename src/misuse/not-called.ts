/**
 * Returns the error about a factory of middleware that was passed to Express where its result belongs.
 *
 * @param factory The name of the factory.
 * @param options The failure that Express passed to it, as the cause.
 */
export function notCalled(factory: string, options?: ErrorOptions): TypeError {
  return new TypeError(
    `${factory}: Express called it as a middleware. Write app.use(${factory}()), with the parentheses.`,
    options,
  );
}

/** Returns the error about another factory that was passed where its result belongs. */
export function resultBelongs(factory: string): TypeError {
  return new TypeError(`${factory} was not called. Write ${factory}(), with the parentheses.`);
}
