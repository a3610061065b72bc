/** An error whose options are checked: an `HttpError`. */
export interface CreatedError extends Error {
  readonly status: number;
}

/**
 * The check of the options that an error was created with, which JavaScript lets pass. In development, `errorHandler` loads
 * it; elsewhere there is none.
 */
export const optionCheck: {
  warn: ((this: void, error: CreatedError, options: unknown) => void) | undefined;
} = { warn: undefined };
