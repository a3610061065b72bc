import { isPromise } from "node:util/types";
import type { Request } from "express";
import { isHttpError } from "../errors/http-error.ts";
import {
  complete,
  fromHttpError,
  internalError,
  type PublicError,
} from "../errors/public-error.ts";
import { readMember } from "../misuse/own-member.ts";
import { bodyParserError } from "./body-parser.ts";
import { expressError, foreignHttpError } from "./http-errors.ts";
import type { ErrorMapper } from "./mapper.ts";

/** The outcome: what the client may know, and what failed on the way to it. */
export interface Normalized {
  readonly error: PublicError;
  /** What a mapper or a getter threw, and what was wrong with the throw itself; whoever goes on adds to it. */
  readonly failures: unknown[];
  /** Whether it came from a body parser or the router, which send nothing more. */
  readonly handlerIsOver: boolean;
}

type Recognize = (thrown: unknown) => PublicError | undefined;

const ofMiddleware: readonly Recognize[] = [bodyParserError, expressError];

/**
 * Decides what the client may know of whatever was thrown. The first answer wins: our own errors, the user's
 * mappers in their order, body-parser's, Express's and http-errors' errors; anything else is a masked 500.
 */
export function normalize(
  thrown: unknown,
  request: Request,
  mappers: readonly ErrorMapper[],
): Normalized {
  const failures: unknown[] = [];
  // Most failures are of our own making, and those take the shortest way.
  const ours = isHttpError(thrown) ? attempt(failures, () => own(thrown, failures)) : undefined;
  if (ours) return { error: ours, failures, handlerIsOver: false };
  const declared = first(mappers, (mapper) =>
    attempt(failures, () => mapped(mapper(thrown, request), failures)),
  );
  if (declared) return { error: declared, failures, handlerIsOver: false };
  const ofParser = first(ofMiddleware, (ask) => attempt(failures, () => ask(thrown)));
  if (ofParser) return { error: complete(ofParser), failures, handlerIsOver: true };
  const error = attempt(failures, () => foreignHttpError(thrown)) ?? internalError;
  return { error: complete(error), failures, handlerIsOver: false };
}

function own(thrown: unknown, failures: unknown[]): PublicError | undefined {
  if (!isHttpError(thrown)) return undefined;
  // A catalog's error made with data that did not fit says so to the operator.
  const ofThrow = readMember(thrown, "failures");
  if (Array.isArray(ofThrow)) failures.push(...ofThrow);
  return fromHttpError(thrown);
}

function mapped(answer: unknown, failures: unknown[]): PublicError | undefined {
  if (isPromise(answer)) {
    // It comes too late, and its rejection must not become the process's.
    answer.catch(() => {});
    throw new TypeError("A mapper must return an HttpError or undefined, got a promise");
  }
  return own(answer, failures);
}

function first<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Answer | undefined,
): Answer | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Reading a foreign error may run its getters, and a mapper is the user's: what either throws counts as no answer. */
function attempt<Answer>(failures: unknown[], read: () => Answer | undefined): Answer | undefined {
  try {
    return read();
  } catch (failure) {
    failures.push(failure);
    return undefined;
  }
}
