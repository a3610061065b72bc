/** What an option has to be, in words that follow "must be", and whether a value is that. */
export type OptionCheck = readonly [wanted: string, accepts: (value: unknown) => boolean];

/**
 * Refuses an option that is unknown or of the wrong type; one that is undefined counts as left out.
 *
 * @param required The options that may not be left out. Default: none.
 *
 * @throws {TypeError} `errorHandler: debug must be true or false, got 1.`
 */
export function checkOptions(
  caller: string,
  options: unknown,
  checks: Readonly<Record<string, OptionCheck>>,
  required: readonly string[] = [],
): void {
  const known = Object.keys(checks);
  if (!isObject(options)) {
    throw new TypeError(
      `${caller}: options must be an object, got ${describeReceived(options)}. It may have ${known.join(", ")}.`,
    );
  }
  // Without a prototype, so that nothing planted there counts as an option.
  const own: Readonly<Record<string, unknown>> = { __proto__: null, ...options };
  const unknown = Object.keys(own).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `${caller}: unknown option ${describeReceived(unknown)}. Write one of ${known.join(", ")}.`,
    );
  }
  for (const [name, [wanted, accepts]] of Object.entries(checks)) {
    const value = own[name];
    if (value === undefined && !required.includes(name)) continue;
    if (!accepts(value)) {
      throw new TypeError(`${caller}: ${name} must be ${wanted}, got ${describeReceived(value)}.`);
    }
  }
}

/** Tells whether a value has members by name, which a list has not. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells whether a value can be called. */
export function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/** The check of an option that is on or off. */
export const trueOrFalse: OptionCheck = [
  "true or false",
  (value) => value === true || value === false,
];

/** The check of the status of `validation_failed`. */
export const aValidationStatus: OptionCheck = [
  "400 or 422",
  (value) => value === 400 || value === 422,
];

/** The check of what `type` begins with. */
export const aTypeBase: OptionCheck = [
  'a string, for instance "https://api.example.com/problems/"',
  (value) => typeof value === "string",
];

/** Writes a value that was passed by mistake, for the message that refuses it. */
export function describeReceived(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || ["undefined", "boolean", "number"].includes(typeof value)) {
    return String(value);
  }
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}

/** Refuses, when the app starts or a request begins, what was meant to be a function. */
export function checkFunction(what: string, value: unknown, usage: string): void {
  if (typeof value === "function") return;
  throw new TypeError(`${what} must be a function, got ${describeReceived(value)}. ${usage}.`);
}
