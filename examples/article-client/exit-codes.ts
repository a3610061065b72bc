/** The exit codes of the command for failures; 0 means success. */
export const exitCodes = {
  /** A failure that the user cannot fix. */
  failed: 1,
  /** The command line is invalid. */
  misuse: 2,
  /** The article does not exist. */
  notFound: 3,
  /** The server refuses the article as it is. */
  refused: 4,
  /** The server does not respond or is overloaded: the same command may succeed later. */
  unavailable: 5,
} as const;

/** An exit code for a failure. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
