import { success } from "./app.ts";

/** A throw-away project that uses the packed package. Commands are split at their spaces. */
export interface Consumer {
  /** Its row in the table. */
  readonly name: string;
  /** Whether it belongs to the fast selection, which each change has to pass. Default: false. */
  readonly fast?: boolean;
  /** The packages that are installed beside this one, each with its version. */
  readonly packages: readonly string[];
  /** The command that installs the packages, which are appended to it. Default: that of npm. */
  readonly install?: string;
  /** The files of the project, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The commands that have to succeed, one after another. */
  readonly builds?: readonly string[];
  /** The commands that run the app or its tests: each has to succeed and to print `prints`. */
  readonly runs: readonly string[];
  /** A text that proves that each check was made. Default: the last line of the app. */
  readonly prints?: string;
}

/** The default of `prints`. */
export const lastLine = success;

/** The default of `install`. */
export const npmInstall = "npm install --prefer-offline --no-audit --no-fund --loglevel=error";
