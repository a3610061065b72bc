import type { AnyErrorCatalog } from "../catalog/define-errors.ts";
import type { FactoryTypes } from "../catalog/error-factory.ts";
import type { PublicData } from "../catalog/public-data.ts";
import type { FieldError } from "../errors/field-error.ts";
import { toKnownProblem } from "./known-problem.ts";
import { readBody } from "./read-body.ts";
import { texts } from "./texts.ts";

/** An answer that the catalog declares: `code` tells which, and brings its status and members. */
export type KnownProblem<Errors> = {
  [Code in Exclude<keyof Errors, keyof AnyErrorCatalog>]: Errors[Code] extends {
    readonly types?: FactoryTypes<infer Known, infer Status, infer Data>;
  }
    ? StandardMembers<Known, Status> & (Data extends object ? Data : unknown)
    : never;
}[Exclude<keyof Errors, keyof AnyErrorCatalog>];

/** What every declared problem has. */
export interface StandardMembers<Code extends string, Status extends number> {
  readonly known: true;
  readonly type: string;
  readonly title: string;
  readonly status: Status;
  readonly code: Code;
  /** What is particular about this failure. */
  readonly detail?: string;
  /** The fields at fault. */
  readonly errors?: readonly FieldError[];
  /** How many fields are at fault, when `errors` was cut. */
  readonly errorCount?: number;
  /** The id to quote when asking the operator. */
  readonly requestId?: string;
  readonly traceId?: string;
}

/** Anything else: another server's problem, a proxy's page, half a body, no answer at all. */
export interface UnknownProblem {
  readonly known: false;
  /**
   * Why it is not known. `unlisted`: a problem whose code the catalog does not have. `mismatch`: the code is there,
   * and type, status or members are not those declared. `no_problem`: something else than a problem. `unreadable`: the
   * body broke off or exceeds the bound. `no_response`: the request itself failed.
   */
  readonly reason: "unlisted" | "mismatch" | "no_problem" | "unreadable" | "no_response";
  /** The status of the answer; 0 when there was none. */
  readonly status: number;
  /** The members of RFC 9457, and ours, where the body has them. */
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly requestId?: string;
  /** The parsed JSON, or the text, as far as it was read. Not for display. */
  readonly raw?: unknown;
  /** What the request, or the reading of the body, failed with. */
  readonly error?: unknown;
}

/** A failed answer: told apart by `known`, then by `code`. */
export type ReadProblem<Errors> = KnownProblem<Errors> | UnknownProblem;

/** What `readProblem` can be told. */
export interface ReadProblemOptions {
  /** How many bytes of the body are read at most. Default: 100 000. */
  readonly maximumBytes?: number;
}

/**
 * Reads the problem in a failed response. Never rejects: what is no problem, or none the catalog declares, comes
 * back as an UnknownProblem. Members the declaration does not have are ignored (RFC 9457 §3.2).
 *
 * @param response What `fetch` gave; its body must not have been read.
 * @param errors The catalog of the server, from `defineErrors`. Default: none, and every problem is unknown.
 *
 * @example
 * const problem = await readProblem(response, errors);
 * if (problem.known && problem.code === "article_not_found") show404(problem.articleId);
 */
export async function readProblem<Errors extends AnyErrorCatalog = AnyErrorCatalog>(
  response: Response,
  errors?: Errors,
  { maximumBytes = 100_000 }: ReadProblemOptions = {},
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
  // Of what is no object, null included, it makes one without members.
  const members = Object(parsed) as PublicData;
  const known = toKnownProblem(status, members, errors);
  // The catalog's declarations, which the type speaks of, are what was checked.
  if (typeof known === "object") return known as KnownProblem<Errors>;
  return unknown(known, { ...texts(members, described), raw: parsed });
}

const described = ["type", "title", "detail", "code", "requestId"] as const;

/** Whatever JSON media type it is labelled with: proxies and picky clients make application/json of a problem. */
function isJson(response: Response): boolean {
  const type = response.headers.get("content-type") ?? "";
  return /^application\/([^;\s]+\+)?json\b/i.test(type);
}
