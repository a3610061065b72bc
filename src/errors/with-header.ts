import { type HttpErrorOptions, withCause } from "./http-error.ts";

/** Adds the header that a status requires to the options of an error. */
export function withHeader(
  options: HttpErrorOptions,
  name: string,
  value: string | readonly string[],
): HttpErrorOptions {
  return { ...options, headers: { ...options.headers, [name]: value } };
}

/** Adds challenges; none if no value is one. */
export function withChallenges(
  options: HttpErrorOptions | undefined,
  header: string,
  challenges: readonly string[],
): HttpErrorOptions | undefined {
  const [first, ...others] = challenges;
  if (first === undefined) return options;
  const value = others.length > 0 ? challenges : first;
  return withHeader(withMember(options, "challenge", challenges), header, value);
}

/** Adds a member that repeats the header in the body: a browser hides most headers of a cross-origin response from the page. */
export function withMember(
  options: HttpErrorOptions | undefined,
  name: string,
  value: string | readonly string[],
): HttpErrorOptions {
  const given = withCause(options);
  return { ...given, extensions: { [name]: value, ...given.extensions } };
}
