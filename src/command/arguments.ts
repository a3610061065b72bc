import { parseArgs, type ParseArgsConfig } from "node:util";
import { messageOf, UsageError } from "./usage-error.ts";

/** The options of a command, as `parseArgs` of Node describes them. */
export type CommandOptions = NonNullable<ParseArgsConfig["options"]>;

/** The arguments of one run, as they were written. */
export interface CommandArguments {
  readonly positionals: readonly string[];
  /** The value of an option; undefined if it was not written. */
  text(name: string): string | undefined;
  /** The values of an option that may be written several times. */
  texts(name: string): readonly string[];
  /** Whether an option without a value was written. */
  has(name: string): boolean;
}

/**
 * Reads the arguments of a command.
 *
 * @throws {UsageError} If an option is unknown, or a value is missing.
 */
export function readArguments(
  args: readonly string[],
  options: CommandOptions,
  usage: string,
): CommandArguments {
  const { positionals, values } = parse(args, options, usage);
  const known: Readonly<Record<string, unknown>> = { ...values };
  return {
    positionals,
    text: (name) => (typeof known[name] === "string" ? known[name] : undefined),
    texts: (name) => [known[name] ?? []].flat().filter((one) => typeof one === "string"),
    has: (name) => known[name] === true,
  };
}

function parse(
  args: readonly string[],
  options: CommandOptions,
  usage: string,
): { readonly positionals: readonly string[]; readonly values: object } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n\n${usage}`);
  }
}

/**
 * Returns the only positional argument.
 *
 * @throws {UsageError} If there is none, or more than one.
 */
export function onlyPositional({ positionals }: CommandArguments, usage: string): string {
  const [first, ...others] = positionals;
  if (first === undefined) throw new UsageError(`A file is missing.\n\n${usage}`);
  if (others.length > 0) {
    throw new UsageError(`There is one file too many: ${others.join(" ")}.\n\n${usage}`);
  }
  return first;
}
