import { clip } from "../inspect/clip.ts";
import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import type { CreatedError } from "./option-check.ts";
import { statusEntry } from "./status.ts";

const warned = new Set<string>();
const maximumWarnings = 100;
const maximumText = 500;

/** Emits a process warning, once, if an error of this package was created with options that it does not have. */
export function warnOfMistake(error: CreatedError, options: unknown): void {
  try {
    const { name } = error.constructor;
    if (!isOfPackage(name, error.status)) return;
    checkOptions(
      name,
      options,
      name === "ValidationError" ? { ...checks, message: anything } : checks,
    );
  } catch (mistake) {
    if (mistake instanceof TypeError)
      warnOnce(`${clip(mistake.message, maximumText)}${placeOf(error)}`);
  }
}

/** Returns true for the name of a class of this package. Those of an app may pass on options of their own. */
function isOfPackage(name: string, status: number): boolean {
  // `Internal server error` ends like the name of its class.
  const words = statusEntry(status)
    .title.replace(/ error$/, "")
    .replaceAll(" ", "");
  const ofStatus = `${words}Error`;
  return (
    ["HttpError", "ValidationError"].includes(name) || name.toLowerCase() === ofStatus.toLowerCase()
  );
}

/** Returns a sentence with the line that created an error; an empty text if it has no stack. */
function placeOf({ stack = "" }: CreatedError): string {
  const line = stack.split("\n").find((text) => /^ {4}at /.test(text));
  return line === undefined ? "" : ` The error was created ${line.trim()}.`;
}

function warnOnce(warning: string): void {
  if (warned.has(warning) || warned.size >= maximumWarnings) return;
  warned.add(warning);
  process.emitWarning(warning, { code: "BACKSTOP_ERROR_OPTION" });
}

const anything: OptionCheck = ["anything", () => true];
const aText: OptionCheck = ["a string", (value) => typeof value === "string"];
// Not Headers or a Map, whose entries nobody would find.
const aRecord: OptionCheck = [
  "an object with members",
  (value) => isObject(value) && !(Symbol.iterator in value),
];

const checks: Readonly<Record<string, OptionCheck>> = {
  // The constructor refuses a wrong code and a wrong type itself.
  code: anything,
  title: aText,
  typeBase: aText,
  type: anything,
  instance: aText,
  expose: trueOrFalse,
  headers: aRecord,
  errors: [
    "an array of fields with in, pointer, code and detail",
    (value) => Array.isArray(value) && value.every(isField),
  ],
  errorCount: ["a number", Number.isInteger],
  extensions: aRecord,
  context: aRecord,
  stack: trueOrFalse,
  cause: anything,
};

function isField(field: unknown): boolean {
  const members = new Map(Object.entries(Object(field) as object));
  return ["in", "pointer", "code", "detail"].every((name) => typeof members.get(name) === "string");
}
