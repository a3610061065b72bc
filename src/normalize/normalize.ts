import type { Request } from "express";
import type { Mishaps } from "../errors/mishaps.ts";
import { internalError } from "../errors/public-error.ts";
import { sentStatus, type ValidationStatus } from "../errors/validation-status.ts";
import { bodyParserErrors } from "./body-parser.ts";
import { httpErrors } from "./http-errors.ts";
import { type ErrorMapper, fromMapper } from "./mapper.ts";
import { ownErrors } from "./own-errors.ts";
import type { Recognized, Recognizer } from "./recognizer.ts";
import { routerErrors } from "./router.ts";

/** Returns what is known of whatever was thrown. Never throws. */
export type Normalize = (thrown: unknown, req: Request, mishaps: Mishaps) => Recognized;

/**
 * Creates the function that decides what a client may know of a failure. The first recognizer that returns something
 * wins: our own errors, the app's mappers in their order, body-parser, the router, http-errors. A failure that no
 * recognizer knows is a 500 that says nothing.
 */
export function normalizer(
  mappers: readonly ErrorMapper[],
  validationStatus: ValidationStatus,
): Normalize {
  const recognizers: readonly Recognizer[] = [
    ownErrors,
    ...mappers.map(fromMapper),
    bodyParserErrors,
    routerErrors,
    httpErrors,
  ];

  return function normalize(thrown, req, mishaps) {
    const recognized = recognize(recognizers, thrown, req, mishaps);
    const { error } = recognized;
    const status = sentStatus(error, validationStatus);
    return status === error.status ? recognized : { ...recognized, error: { ...error, status } };
  };
}

function recognize(
  recognizers: readonly Recognizer[],
  thrown: unknown,
  req: Request,
  mishaps: Mishaps,
): Recognized {
  for (const recognizer of recognizers) {
    try {
      const recognized = recognizer(thrown, req, mishaps);
      if (recognized) return recognized;
    } catch (mishap) {
      // A getter of a foreign error, or a mapper of the app, threw.
      mishaps.add(mishap);
    }
  }
  return { error: internalError };
}
