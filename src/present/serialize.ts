import { isPromise } from "node:util/types";
import type { ProblemDetails } from "./problem.ts";

/**
 * Makes another body of a problem.
 *
 * @example
 * const flat: Serializer = Object.assign((problem: Problem) => ({ error: problem.title }), {
 *   contentType: "application/vnd.example+json",
 * });
 */
export interface ProblemSerializer {
  (problem: ProblemDetails): unknown;
  /** The media type of what it makes. Default: `application/json`. */
  readonly contentType?: string;
}

/** A body with what its reader must know of it. */
export interface Rendering {
  readonly body: string;
  readonly contentType: string;
  /** The page's Content-Security-Policy. */
  readonly policy?: string;
  /** Whether Accept had a say. Default: false. */
  readonly negotiated?: boolean;
}

/** The media type of the body when nothing fails. */
export function bodyType(serialize: ProblemSerializer | undefined): string {
  return serialize ? (serialize.contentType ?? "application/json") : problemType;
}

/**
 * Writes the body. A serializer that fails falls back to the plain problem; members JSON cannot hold (BigInt,
 * circles, a throwing toJSON) are left out of that.
 */
export function toBody(
  problem: ProblemDetails,
  serialize: ProblemSerializer | undefined,
  failures: unknown[],
): Rendering {
  const own = serialize && stringify(() => serialized(problem, serialize), failures);
  if (own !== undefined) return { body: own, contentType: bodyType(serialize) };
  return { body: plain(problem, failures), contentType: problemType };
}

const problemType = "application/problem+json";

function plain(problem: ProblemDetails, failures: unknown[]): string {
  try {
    return JSON.stringify(problem);
  } catch (failure) {
    failures.push(failure);
    return memberByMember(problem);
  }
}

function serialized(problem: ProblemDetails, serialize: ProblemSerializer): unknown {
  const body = serialize(problem);
  if (isPromise(body)) {
    // A promise comes too late, and its rejection must not become the process's.
    body.catch(() => {});
    throw new TypeError("serialize must return the body itself, got a promise");
  }
  if (body === undefined || typeof body === "function" || typeof body === "symbol") {
    throw new TypeError(`serialize must return what JSON can hold, got ${typeof body}`);
  }
  return body;
}

function stringify(make: () => unknown, failures: unknown[]): string | undefined {
  try {
    // undefined for what JSON has no word for, such as a toJSON that returns nothing.
    return JSON.stringify(make());
  } catch (failure) {
    failures.push(failure);
    return undefined;
  }
}

/** Each member is written once, for one that can be written alone may be too deep inside of another object. */
function memberByMember(problem: ProblemDetails): string {
  const members = Object.entries(problem).flatMap(([name, value]) => {
    const text = stringify(() => value, []);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(",")}}`;
}
