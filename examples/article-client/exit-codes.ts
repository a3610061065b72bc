/** What the command's exit codes mean; 0 is success. */
export const exitCodes = {
  /** Something that no user can do anything about. */
  failed: 1,
  /** The command line is wrong. */
  misuse: 2,
  /** The article does not exist. */
  notFound: 3,
  /** The server does not take this article as it is. */
  refused: 4,
  /** Nobody answers, or not now: the same command may succeed later. */
  unavailable: 5,
} as const;

/** One of them. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
