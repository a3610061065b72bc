import type { RequestHandler } from "express";
import { asyncHandler } from "express-backstop";

/** Creates a handler that rejects with a value. */
export function throwing(thrown: unknown): RequestHandler {
  return asyncHandler(async () => {
    throw thrown;
  });
}
