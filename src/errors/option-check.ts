/** An error whose options are checked: an `HttpError`. */
export interface CreatedError extends Error {
  readonly status: number;
}

/**
 * The check of the options that an error is created with: JavaScript lets anything pass. `errorHandler` sets it, in
 * development only.
 */
export const optionCheck: {
  warn: ((this: void, error: CreatedError, options: unknown) => void) | undefined;
} = { warn: undefined };
