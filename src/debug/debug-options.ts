import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { inDevelopment } from "../misuse/development.ts";
import { anEditor, type EditorOption } from "./editor-option.ts";

/**
 * The options of `debug`.
 *
 * @example
 * const debug: DebugOptions = { editor: "webstorm" };
 */
export interface DebugOptions {
  /**
   * The editor that the links to the source open: its name, a function that returns the address of a place, or false for
   * no links. Default: `vscode`.
   */
  readonly editor?: EditorOption;
  /**
   * Whether clients on other machines see the details too, for instance a browser outside of the container that the app
   * runs in. Default: false.
   */
  readonly remoteClients?: boolean;
  /** Whether the option is accepted if NODE_ENV is `production`. Default: false. */
  readonly production?: boolean;
}

/** The check of the option `debug`. */
export const aDebug: OptionCheck = [
  'true, false or an object such as { editor: "webstorm" }',
  (value) => typeof value === "boolean" || isObject(value),
];

/**
 * Returns the options of `debug` if it is on, and undefined if it is off.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type, or if NODE_ENV is `production` and the options do
 * not allow that.
 */
export function readDebug(debug: boolean | DebugOptions | undefined): DebugOptions | undefined {
  if (debug === undefined || debug === false) return undefined;
  const options = debug === true ? {} : debug;
  checkOptions("errorHandler: debug", options, checks);
  if (!options.production && !inDevelopment()) {
    throw new TypeError(
      'errorHandler: debug must be off when NODE_ENV is "production". Write debug: process.env.NODE_ENV !== "production".',
    );
  }
  return options;
}

const checks: Readonly<Record<keyof DebugOptions, OptionCheck>> = {
  editor: anEditor,
  remoteClients: trueOrFalse,
  production: trueOrFalse,
};
