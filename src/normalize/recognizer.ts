import type { Request } from "express";
import type { Mishaps } from "../errors/mishaps.ts";
import type { PublicError } from "../errors/public-error.ts";

/** Returns the public part of an error that it recognizes, and undefined for every other. May throw. */
export type Recognizer = (
  thrown: unknown,
  req: Request,
  mishaps: Mishaps,
) => PublicError | undefined;
