/** A throw-away project that uses the packed package. */
export interface Consumer {
  /** Its row in the table. */
  readonly name: string;
  /** Whether it belongs to the fast selection, which each change has to pass. */
  readonly fast: boolean;
  /** The packages that npm installs beside this one. */
  readonly packages: readonly string[];
  /** The files of the project, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The commands that have to succeed, one after another. */
  readonly steps: readonly (readonly string[])[];
}
