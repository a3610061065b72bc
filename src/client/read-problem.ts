import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import type { FactoryTypes } from "../catalog/error-factory.ts";
import type { PublicData } from "../catalog/public-data.ts";
import type { FieldError } from "../errors/field-error.ts";
import { pickGuidance, type ProblemGuidance } from "./guidance.ts";
import { pickFields, toKnownProblem } from "./known-problem.ts";
import { pickStrings } from "./pick-strings.ts";
import { readBody } from "./read-body.ts";

/** A problem that the catalog declares. Checking `code` narrows its status and members. */
export type KnownProblem<Errors> = {
  [Code in Exclude<keyof Errors, keyof AnyErrorCatalog>]: Errors[Code] extends {
    readonly types?: FactoryTypes<infer Known, infer Status, infer Data>;
  }
    ? StandardMembers<Known, Status> &
        (Data extends object ? Omit<ProblemGuidance, keyof Data> & Data : ProblemGuidance)
    : never;
}[Exclude<keyof Errors, keyof AnyErrorCatalog>];

/** The members of every problem that the catalog declares. */
export interface StandardMembers<Code extends string, Status extends number> {
  /** True: the catalog declares the problem. */
  readonly known: true;
  /** The URI reference that identifies the problem type. */
  readonly type: string;
  /** The title, which is always the same for one code in one language. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: Status;
  /** The stable code. */
  readonly code: Code;
  /** An explanation of this failure. */
  readonly detail?: string;
  /** The invalid fields. */
  readonly errors?: readonly FieldError[];
  /** The number of invalid fields, when `errors` lists only the first ones. */
  readonly errorCount?: number;
  /** The identifier of this failure, a URI reference. */
  readonly instance?: string;
  /** The id of the request, for questions to the operator of the server. */
  readonly requestId?: string;
  /** The id of the trace that the request belongs to. */
  readonly traceId?: string;
}

/** Any other failure: a problem of another server, an error page of a proxy, an incomplete body, or no response. */
export interface UnknownProblem extends ProblemGuidance {
  /** False: the catalog does not declare the problem. */
  readonly known: false;
  /**
   * Why the problem is unknown. `unlisted`: the catalog does not have its code. `mismatch`: the catalog has the code,
   * but type, status or members differ from the declaration. `no_problem`: the body is not a problem. `unreadable`: the
   * body is incomplete, too large or invalid JSON. `no_response`: the request itself failed.
   */
  readonly reason: "unlisted" | "mismatch" | "no_problem" | "unreadable" | "no_response";
  /** The HTTP status, or 0 if there was no response. */
  readonly status: number;
  /** The member `type` of the body, if it is a string. */
  readonly type?: string;
  /** The member `title` of the body, if it is a string. */
  readonly title?: string;
  /** The member `detail` of the body, if it is a string. */
  readonly detail?: string;
  /** The member `code` of the body, if it is a string. */
  readonly code?: string;
  /** The member `requestId` of the body, if it is a string. */
  readonly requestId?: string;
  /** The member `errors` of the body, without items that are not invalid fields. */
  readonly errors?: readonly FieldError[];
  /** The member `errorCount` of the body, if it is an integer. */
  readonly errorCount?: number;
  /** The body: parsed JSON, or the text that was read. Do not display it to users. */
  readonly raw?: unknown;
  /** The error of the request, or of reading the body. */
  readonly error?: unknown;
}

/** The problem in a failed response. Check `known` first, then `code`. */
export type ReadProblem<Errors> = KnownProblem<Errors> | UnknownProblem;

/** The options of `readProblem` and `safe`. */
export interface ReadProblemOptions {
  /** The maximum number of bytes to read from the body. Default: 100,000. */
  readonly maximumBytes?: number;
}

/**
 * Reads the problem in a failed response. Never rejects: anything that is not a problem of the catalog is returned as
 * an UnknownProblem. Members that the catalog does not declare are ignored (RFC 9457 §3.2).
 *
 * @param response The response of `fetch`. Its body must not have been read.
 * @param errors The server's catalog, from `defineErrors`. Default: none, so every problem is unknown.
 * @param options The maximum size of the body.
 *
 * @example
 * const problem = await readProblem(response, errors);
 * if (problem.known && problem.code === "article_not_found") show404(problem.articleId);
 */
export async function readProblem<Errors extends AnyErrorCatalog = AnyErrorCatalog>(
  response: Response,
  errors?: Errors,
  options?: ReadProblemOptions,
): Promise<ReadProblem<Errors>> {
  try {
    return await readResponse(response, errors, options?.maximumBytes ?? 100_000);
  } catch (error) {
    // JavaScript may pass something else than a response.
    return noResponse(error);
  }
}

/** Returns the problem of a request that has no response. */
export function noResponse(error: unknown): UnknownProblem {
  return { known: false, reason: "no_response", status: 0, error };
}

async function readResponse<Errors extends AnyErrorCatalog>(
  response: Response,
  errors: Errors | undefined,
  maximumBytes: number,
): Promise<ReadProblem<Errors>> {
  const { status } = response;
  const { text: raw, ...failure } = await readBody(response, maximumBytes);
  const unknown = (
    reason: UnknownProblem["reason"],
    found: Omit<UnknownProblem, "known" | "reason" | "status">,
  ): UnknownProblem => ({ known: false, reason, status, ...found });

  if ("error" in failure) return unknown("unreadable", { raw, ...failure });
  if (raw === "" || !isJson(response)) return unknown("no_problem", { raw });
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch (error) {
    return unknown("unreadable", { raw, error });
  }
  return toReadProblem(status, parsed, errors);
}

/** Returns the problem that parsed JSON is. */
export function toReadProblem<Errors>(
  status: number,
  parsed: unknown,
  errors: Errors | undefined,
): ReadProblem<Errors> {
  // Object() converts null and other values that are not objects to an object without these members.
  const members = Object(parsed) as PublicData;
  const known = toKnownProblem(status, members, errors as object | undefined);
  // toKnownProblem has checked the problem against the declarations that the type is derived from.
  if (typeof known === "object") return known as KnownProblem<Errors>;
  return {
    known: false,
    reason: known,
    status,
    ...pickGuidance(members),
    ...pickStrings(members, problemMembers),
    ...pickFields(members),
    raw: parsed,
  };
}

const problemMembers = ["type", "title", "detail", "code", "requestId"] as const;

/** Accepts every JSON media type, because some proxies change application/problem+json to application/json. */
function isJson(response: Response): boolean {
  const type = response.headers.get("content-type") ?? "";
  return /^application\/([^;\s]+\+)?json\b/i.test(type);
}
