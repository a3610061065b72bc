import type { Violation } from "../messages/violation.ts";

/** The rule that a validator found to be broken in one place. */
export interface ValidatorIssue {
  /** The names that lead to the value from the object that was validated. */
  readonly path: readonly PropertyKey[];
  /** The rule that is broken, in our own words. */
  readonly violation: Violation;
  /** The value that the validator says it found there; absent if it does not say. */
  readonly found?: { readonly value: unknown };
  /** Whether the value may have been missing, where the validator does not say what it found. Default: false. */
  readonly canBeMissing?: boolean;
  /** Whether the `params` may be values of the request, and so are not sent. Default: false. */
  readonly hasSecretParams?: boolean;
}

/** Returns the value at a path; undefined if there is none. May throw, as a getter may. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** Parses a path such as `tags[0].name` or `["a.b"].c`. A quote elsewhere is part of a name. */
export function parsePath(path: string): readonly string[] {
  const segments = path.slice(0, maximumLength).matchAll(/\["(.*?)"\]|\['(.*?)'\]|[^.[\]]+/gs);
  return [...segments].map(([whole, double, single]) => double ?? single ?? whole);
}

const maximumLength = 1000;
