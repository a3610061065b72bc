import type { Request } from "express";
import type { RecognizedBy } from "../errors/failure.ts";
import type { HttpError } from "../errors/http-error.ts";
import type { Mishaps } from "../errors/mishaps.ts";
import type { PublicError } from "../errors/public-error.ts";

/** A recognized failure. */
export interface Recognized {
  /** Its public part. */
  readonly error: PublicError;
  /** The error that a mapper created for it. */
  readonly mapped?: HttpError;
  /** True if the words of the thrown error may quote the request. */
  readonly quotesRequest?: boolean;
  /** The rule or mapper that recognized it, for the developer's page. */
  readonly by?: RecognizedBy;
}

/** Returns what it knows of an error that it recognizes, and undefined for every other. May throw. */
export type Recognizer = (
  thrown: unknown,
  req: Request,
  mishaps: Mishaps,
) => Recognized | undefined;
