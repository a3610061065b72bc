import { isHttpError } from "../errors/http-error.ts";
import { isStatusOf } from "../errors/validation-status.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
import { retryAdvice, type RetryAdvice } from "./retry.ts";

/** The parts of a declaration that say what a client can do next. */
export interface Advice {
  /** Whether the same request may succeed later. */
  readonly retry: RetryAdvice;
  /** The text that says what the client can do about it. */
  readonly fix: string | undefined;
  /** The address of a page about the error. */
  readonly docs: string | undefined;
}

/**
 * Returns the advice for a failure: what its own declaration says, or else that of the same code and status in a
 * catalog. Without either, `retry` follows from the status. Never throws.
 *
 * @param thrown The thrown error. Only an HttpError has a declaration.
 * @param sent The code and the status that the client receives.
 * @param catalog The factories by code. Default: none.
 */
export function adviceOf(
  thrown: unknown,
  { code, status }: { readonly code: string; readonly status: number },
  catalog?: Readonly<Record<string, AnyErrorFactory>>,
): Advice {
  const own = isHttpError(thrown) ? thrown : {};
  const listed = catalog && Object.hasOwn(catalog, code) ? catalog[code] : undefined;
  const factory = listed && isStatusOf(listed, status) ? listed : undefined;
  const retry = tryReadMember(own, "retry");
  return {
    // A class of the app may have a member of this name for something else.
    retry: retry === "later" || retry === "never" ? retry : (factory?.retry ?? retryAdvice(status)),
    fix: textOf(own, "fix") ?? factory?.fix,
    docs: textOf(own, "docs") ?? factory?.docs,
  };
}

function textOf(own: object, name: string): string | undefined {
  const value = tryReadMember(own, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
