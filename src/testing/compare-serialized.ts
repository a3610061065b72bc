import { isDeepStrictEqual } from "node:util";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { exampleBody } from "../catalog/example-body.ts";
import { Mishaps } from "../errors/mishaps.ts";
import { fromHttpError } from "../errors/public-error.ts";
import { toSeconds } from "../errors/retry-after.ts";
import { defaultTypeBase } from "../errors/type-base.ts";
import { sentStatus } from "../errors/validation-status.ts";
import type { ProblemFormat } from "../present/problem-format.ts";
import { type ProblemDetails, toProblem } from "../present/problem.ts";
import { bodyType, type ProblemSerializer } from "../present/serialize.ts";
import { mediaTypeOf, notOfType, parseJson } from "./read-tested.ts";
import type { TestedResponse } from "./tested-response.ts";

/** A problem, and what is wrong with the response that should have it. */
export interface SerializedComparison {
  readonly problem: Readonly<Record<string, unknown>>;
  readonly differences: readonly string[];
}

/**
 * Compares a response with what a serializer makes of a declared error. A serializer cannot be reversed, so the problem
 * is made of the members, and its body must be the one of the response.
 *
 * @param members The data of the error, and any other members that the problem has.
 */
export function compareSerialized(
  response: TestedResponse,
  factory: AnyErrorFactory,
  members: Readonly<Record<string, unknown>>,
  format: ProblemFormat,
  serialize: ProblemSerializer,
): SerializedComparison {
  const { status, headers, text } = response;
  const problem = expectedProblem(headers, factory, members, format);
  const type = bodyType(serialize);
  const received = parseJson(text);
  const expected = withVarying(exampleBody(problem, serialize), received, serialize);
  const differences = [
    status === problem.status ? "" : `the status is ${status} instead of ${problem.status}`,
    mediaTypeOf(response) === type ? "" : notOfType(response, type),
    isDeepStrictEqual(received, expected) ? "" : `the body is not ${JSON.stringify(expected)}`,
  ];
  return { problem, differences: differences.filter((difference) => difference !== "") };
}

/** Puts the received values of members that differ from one response to the next into the expected body. */
function withVarying(expected: unknown, received: unknown, { varies }: ProblemSerializer): unknown {
  const [body, values] = [expected, received].map((one) => new Map(Object.entries(Object(one))));
  const names = (varies ?? []).filter(
    (name) => typeof body?.get(name) === typeof values?.get(name),
  );
  if (names.length === 0) return expected;
  return {
    ...Object(expected),
    ...Object.fromEntries(names.map((name) => [name, values?.get(name)])),
  };
}

function expectedProblem(
  headers: TestedResponse["headers"],
  factory: AnyErrorFactory,
  members: Readonly<Record<string, unknown>>,
  { typeBase = defaultTypeBase, validationStatus }: ProblemFormat,
): ProblemDetails {
  // Every factory returns an error; what its data must be depends on the code.
  const thrown = Reflect.apply(factory, undefined, [members]) as ReturnType<AnyErrorFactory>;
  const found = fromHttpError(thrown);
  if (!found) throw new TypeError(`The factory of ${factory.code} returned no HttpError.`);
  const retryAfter = headers["retry-after"];
  const problem = toProblem({ ...found, status: sentStatus(found, validationStatus) }, typeBase, {
    requestId: String(headers["x-request-id"]),
    traceId: undefined,
    instance: undefined,
    retryAfter: typeof retryAfter === "string" ? toSeconds(retryAfter, Date.now()) : undefined,
    mishaps: new Mishaps(),
  });
  return { ...problem, ...members };
}
