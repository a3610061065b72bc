import type { Request } from "express";
import { maximumMemberBytes } from "../errors/limits.ts";
import type { Mishaps } from "../errors/mishaps.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { ownMembers, readMember } from "../misuse/read-member.ts";
import { boundMembers } from "./bound-members.ts";
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
  (problem: ProblemDetails, req: Request): SerializedBody;
  /** The media type of the body. Default: `application/json`. */
  readonly contentType?: string;
  /**
   * The names of members whose values belong to one response, such as a time. `assertProblem` compares only their types.
   * Default: none.
   */
  readonly varies?: readonly string[];
  /** Returns the invalid fields that a body names, for `assertInvalidField`. Default: it has to be told how to read them. */
  readonly readFields?: (body: never) => readonly SerializedField[];
}

/** A body that JSON can hold. */
export type SerializedBody =
  | string
  | number
  | boolean
  | null
  | (object & { readonly then?: undefined });

/** An invalid field, as far as a body names it. */
export interface SerializedField {
  /** The place as a JSON Pointer fragment. Default: the body has only a name. */
  readonly pointer?: string | undefined;
  /** The name of the field where there is no pointer, such as `tags[1].name`, or `body` for the whole body. */
  readonly name?: string | undefined;
  /** The part of the request. Default: the body does not say it. */
  readonly in?: string | undefined;
  /** The stable code of the broken rule. Default: the body does not say it. */
  readonly code?: string | undefined;
  /** The text about the rule. Default: the body has none. */
  readonly detail?: string | undefined;
}

/** A body and the headers that describe it. */
export interface Rendering {
  readonly body: string;
  readonly contentType: string;
  /** The Content-Security-Policy of a page. */
  readonly policy: string | undefined;
  /** Whether the `Accept` header chose the format. */
  readonly negotiated: boolean;
  /** The language that `Accept-Language` chose; undefined without the option `translate`. */
  readonly language: string | undefined;
}

/** Returns the media type of the body when nothing fails. */
export function bodyType(serialize: ProblemSerializer | undefined): string {
  if (!serialize) return problemType;
  const contentType = readMember(serialize, "contentType");
  return typeof contentType === "string" ? contentType : "application/json";
}

/** Returns the problem for a renderer, which may read members that the problem does not have. */
export function forRenderer(problem: ProblemDetails): ProblemDetails {
  const own = ownMembers(problem);
  if (own.errors) own.errors = own.errors.map(ownMembers);
  return own;
}

/** Returns the rendering of a body, without a policy. All its members are its own. */
export function toRendering(body: string, contentType: string = problemType): Rendering {
  return { body, contentType, policy: undefined, negotiated: false, language: undefined };
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
  if (custom !== undefined) return toRendering(custom, bodyType(serialize));
  return toRendering(plainBody(problem, mishaps));
}

const problemType = "application/problem+json";

function plainBody(problem: ProblemDetails, mishaps: Mishaps): string {
  const text = jsonOf(problem, mishaps);
  if (text.length * maximumBytesPerUnit <= maximumMemberBytes) return text;
  boundMembers(problem, mishaps);
  return jsonOf(problem, mishaps);
}

/** The most bytes of UTF-8 for one unit of a string. */
const maximumBytesPerUnit = 3;

function jsonOf(problem: ProblemDetails, mishaps: Mishaps): string {
  try {
    return JSON.stringify(problem);
  } catch {
    return memberByMember(problem, mishaps);
  }
}

function customBody(problem: ProblemDetails, req: Request, serialize: ProblemSerializer): unknown {
  const body = serialize(forRenderer(problem), req);
  // Not discardPromise, which needs Node: mocks of responses are made in browsers too.
  if (typeof (Object(body) as { readonly then?: unknown }).then === "function") {
    Promise.resolve(body).catch(() => {});
    throw new TypeError("serialize must return the body itself, got a promise");
  }
  if (body === undefined || typeof body === "function" || typeof body === "symbol") {
    throw new TypeError(
      `serialize must return a value that JSON can hold, got ${describeReceived(body)}`,
    );
  }
  return body;
}

/** Joins the texts of the members, because one that can be serialized alone may be too deep inside another object. */
function memberByMember(problem: ProblemDetails, mishaps: Mishaps): string {
  const members = Object.entries(problem).flatMap(([name, value]) => {
    const key = JSON.stringify(name);
    try {
      const text = JSON.stringify(value);
      return text === undefined ? [] : [`${key}:${text}`];
    } catch (cause) {
      delete problem[name];
      mishaps.addLoss("member", name, "it cannot be written", cause);
      return [];
    }
  });
  return `{${members.join(",")}}`;
}
