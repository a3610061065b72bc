/** Returns the error about a factory of middleware that was passed to Express where its result belongs. */
export function notCalled(factory: string): TypeError {
  return new TypeError(
    `${factory}: Express called it as a middleware. Write app.use(${factory}()), with the parentheses.`,
  );
}
