import { checkOptions, isFunction, type OptionCheck } from "../misuse/check-options.ts";
import { type ProblemFormat, problemFormatChecks } from "../present/problem-format.ts";
import type { ProblemSerializer } from "../present/serialize.ts";

/** The options of `assertProblem` and `toBeProblem`: the format of the app's problems, or how to read them. */
export interface AssertProblemOptions extends ProblemFormat {
  /**
   * The serializer, as passed to `errorHandler`. The body must then be exactly what it makes of the problem, so pass the
   * whole data of the error as members. Default: none.
   */
  readonly serialize?: ProblemSerializer;
  /** Returns the problem in a body of another format: the reverse of `serialize`. Default: the body is the problem. */
  readonly read?: (body: never) => Readonly<Record<string, unknown>>;
  /** The media type of the body. Default: `application/problem+json`, or `application/json` with `read`. */
  readonly contentType?: string;
}

/**
 * Checks the options of an assertion.
 *
 * @throws {TypeError} If an option is unknown, which would not be checked silently, or has the wrong type.
 */
export function checkAssertOptions(caller: string, options: unknown): void {
  checkOptions(caller, options, checks);
}

const checks: Readonly<Record<keyof AssertProblemOptions, OptionCheck>> = {
  ...problemFormatChecks,
  read: ["a function such as (body) => body.error", isFunction],
  contentType: [
    'a media type such as "application/json"',
    (value) => typeof value === "string" && value.includes("/"),
  ],
};
