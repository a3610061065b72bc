import type { Failure } from "../../src/errors/failure.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { toPublicError } from "../../src/errors/public-error.ts";

/** Creates the failure of a 409 with the code `taken`, whose error is not for the client. */
export function failureOf(members: Partial<Failure> = {}): Failure {
  return {
    thrown: new Error("secret"),
    error: toPublicError({ status: 409, code: "taken", title: "Taken" }),
    requestId: "r1",
    traceId: undefined,
    mishaps: new Mishaps(),
    ...members,
  };
}
