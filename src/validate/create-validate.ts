import { checkOptions, isObject } from "../misuse/check-options.ts";
import { type ValidateOptions, validateOptionChecks } from "./validate-options.ts";
import { validate } from "./validate.ts";

/**
 * Creates a `validate` with other defaults, for a whole app. The options of a call replace the defaults of the same name.
 *
 * @param defaults The options of `validate`, except `onInvalid`.
 *
 * @throws {TypeError} If an option is unknown or invalid.
 *
 * @example
 * export const validate = createValidate({ languages: { de: german }, responseMode: "report" });
 */
export function createValidate(defaults: Omit<ValidateOptions, "onInvalid">): typeof validate {
  const { onInvalid: _onInvalid, ...checks } = validateOptionChecks;
  checkOptions("createValidate", defaults, checks);
  const entries = Object.entries(defaults);
  const withDefaults = (schemas: never, options: ValidateOptions = {}): unknown => {
    if (!isObject(options)) return validate(schemas, options);
    // An option that is undefined counts as absent.
    const absent = entries.filter(([name]) => options[name as keyof ValidateOptions] === undefined);
    return validate(schemas, { ...options, ...Object.fromEntries(absent) });
  };
  // It has the parameters of validate, and returns what validate returns for them.
  return withDefaults as typeof validate;
}
