import type { Request } from "express";
import { adviceOf } from "../catalog/advice.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { toCategory } from "../catalog/problem-category.ts";
import type { Failure } from "../errors/failure.ts";
import { isIdempotent } from "../errors/idempotent-method.ts";
import { maximumDetailLength } from "../errors/limits.ts";
import { isWebAddress } from "../errors/uri.ts";
import { clip } from "../inspect/clip.ts";
import type { Guidance } from "./guidance-members.ts";

/** Where guidance comes from besides the error itself: the factories of a catalog, by code. */
export type GuidanceCatalog = Readonly<Record<string, AnyErrorFactory>>;

/** Returns the guidance of a failure. Its texts are those of declarations only. */
export function toGuidance(
  { thrown, mapped, error }: Failure,
  type: string,
  req: Request,
  catalog: GuidanceCatalog,
): Guidance {
  const { retry, fix, docs } = adviceOf(mapped ?? thrown, error, catalog);
  return {
    retryable: retry === "later" && isRepeatable(req),
    category: toCategory(error.status),
    fix: fix === undefined ? undefined : clip(fix, maximumDetailLength),
    // Never an address made of the Host header: behind a proxy, that is often the name of an internal server.
    docs: [docs, type].find(isWebAddress),
  };
}

/**
 * Checks whether the client can send the request again without the risk that its work is done twice: because of its
 * method (RFC 9110 §9.2.2), or because a server that knows the `Idempotency-Key` does it once.
 */
function isRepeatable({ method, headers }: Request): boolean {
  return isIdempotent(method) || Boolean(headers["idempotency-key"]);
}
