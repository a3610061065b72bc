import { isPromise } from "node:util/types";
import type { Request } from "express";
import type { Mishaps } from "../errors/mishaps.ts";
import type { ProblemDetails } from "./problem.ts";

/**
 * Converts a problem to another body.
 *
 * @param problem The problem, from which everything that is not for the client has been left out.
 * @param req The request that failed.
 *
 * @example
 * const flat: ProblemSerializer = Object.assign((problem: ProblemDetails) => ({ error: problem.title }), {
 *   contentType: "application/vnd.example+json",
 * });
 */
export interface ProblemSerializer {
  (problem: ProblemDetails, req: Request): unknown;
  /** The media type of the body. Default: `application/json`. */
  readonly contentType?: string;
}

/** A body and the headers that describe it. */
export interface Rendering {
  readonly body: string;
  readonly contentType: string;
  /** The Content-Security-Policy of a page. */
  readonly policy?: string;
  /** Whether the `Accept` header chose the format. Default: false. */
  readonly negotiated?: boolean;
}

/** Returns the media type of the body when nothing fails. */
export function bodyType(serialize: ProblemSerializer | undefined): string {
  return serialize ? (serialize.contentType ?? "application/json") : problemType;
}

/**
 * Serializes a problem. A serializer that fails is replaced by the plain problem, from which members that JSON cannot
 * hold (a BigInt, a circle, a throwing `toJSON`) are left out.
 */
export function toBody(
  problem: ProblemDetails,
  req: Request,
  serialize: ProblemSerializer | undefined,
  mishaps: Mishaps,
): Rendering {
  const custom =
    serialize && mishaps.attempt(() => JSON.stringify(customBody(problem, req, serialize)));
  if (custom !== undefined) return { body: custom, contentType: bodyType(serialize) };
  return { body: plainBody(problem, mishaps), contentType: problemType };
}

const problemType = "application/problem+json";

function plainBody(problem: ProblemDetails, mishaps: Mishaps): string {
  try {
    return JSON.stringify(problem);
  } catch (mishap) {
    mishaps.add(mishap);
    return memberByMember(problem);
  }
}

function customBody(problem: ProblemDetails, req: Request, serialize: ProblemSerializer): unknown {
  const body = serialize(problem, req);
  if (isPromise(body)) {
    // It comes too late, and its rejection must not reach the process.
    body.catch(() => {});
    throw new TypeError("serialize must return the body itself, got a promise");
  }
  if (body === undefined || typeof body === "function" || typeof body === "symbol") {
    throw new TypeError(`serialize must return a value that JSON can hold, got ${typeof body}`);
  }
  return body;
}

/** Joins the texts of the members, because one that can be serialized alone may be too deep inside another object. */
function memberByMember(problem: ProblemDetails): string {
  const members = Object.entries(problem).flatMap(([name, value]) => {
    const text = jsonOrNothing(value);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

function jsonOrNothing(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
