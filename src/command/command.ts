/** Where a command writes. */
export interface Output {
  /** Writes a text and a line break to stdout. */
  print(text: string): void;
  /** Writes a text and a line break to stderr. */
  note(text: string): void;
}

/** The exit code: nothing was found, something was found, or the command could not do its work. */
export type ExitCode = 0 | 1 | 2;

/** Runs a command with the arguments after its name. */
export type Command = (args: readonly string[], output: Output) => Promise<ExitCode>;
