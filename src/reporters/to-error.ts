import type { RecordedError } from "../inspect/recorded-error.ts";

/** Converts a recorded error, whose secrets are masked, to an Error with the same name, message, stack and causes. */
export function toError({ name, message, code, stack, causes = [] }: RecordedError): Error {
  const [first] = causes;
  const error = new Error(
    message,
    first && { cause: toError({ ...first, causes: causes.slice(1) }) },
  );
  Object.defineProperties(error, {
    name: { value: name, configurable: true, writable: true },
    stack: { value: stack ?? `${name}: ${message}`, configurable: true, writable: true },
  });
  return code === undefined ? error : Object.assign(error, { code });
}
