import { isFunction, type OptionCheck } from "../misuse/check-options.ts";

/** The editors whose addresses are known. */
const editorNames = [
  "vscode",
  "vscode-insiders",
  "cursor",
  "windsurf",
  "zed",
  "idea",
  "webstorm",
  "sublime",
] as const;

/** The name of an editor whose addresses are known. */
export type EditorName = (typeof editorNames)[number];

/** A place in a source file. */
export interface SourcePlace {
  /** The absolute path of the file. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
}

/** The option `editor`: a name, a function that returns the address of a place, or false. */
export type EditorOption = EditorName | ((place: SourcePlace) => string) | false;

/** The check of the option `editor`. */
export const anEditor: OptionCheck = [
  `one of ${editorNames.join(", ")}, a function of { file, line, column }, or false`,
  (value) => value === false || isFunction(value) || editorNames.some((name) => name === value),
];
