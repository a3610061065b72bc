import { AssertionError } from "node:assert";
import { inspect, isDeepStrictEqual } from "node:util";
import type { AnyErrorFactory, FactoryTypes } from "../catalog/error-factory.ts";
import { declaredData } from "../catalog/public-data.ts";
import { typeOf } from "../errors/uri.ts";
import { sentStatus } from "../errors/validation-status.ts";
import type { ProblemFormat } from "../present/problem-format.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { AssertProblemOptions } from "./assert-options.ts";
import { checkExpectedProblem } from "./check-expected.ts";
import { checkTested } from "./check-tested.ts";
import { compareSerialized } from "./compare-serialized.ts";
import { mediaTypeOf, notOfType, readTested, showResponse } from "./read-tested.ts";
import type { TestedResponse } from "./tested-response.ts";

/** The part of a catalog's factory that the assertions read. */
export interface ExpectedProblem<Data> {
  /** The stable code. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The types of the code. Absent at run time. */
  readonly types?: FactoryTypes<string, number, Data>;
}

/** The expected values of members. An error without declared members may have any. */
export type ExpectedMembers<Data> = [Data] extends [object]
  ? Readonly<Partial<Data & StandardMembers>>
  : Readonly<Partial<ProblemDetails>>;

type StandardMembers = {
  [Name in keyof ProblemDetails as string extends Name ? never : Name]: ProblemDetails[Name];
};

/**
 * Asserts that a response is the problem of a declared error, and returns the typed problem. Checks the media type,
 * the status, the code, the request id, and that the members fit the declaration.
 *
 * @param response A response of supertest, or any object with `status`, `headers` and `text`.
 * @param expected The factory of the error, from a catalog.
 * @param members The expected values of members. Default: none.
 * @param options The format of the app's problems. Default: that of `errorHandler` without options.
 *
 * @throws {AssertionError} If the response is not this problem. The message lists the differences and has the body.
 * @throws {TypeError} If the response is something else, such as a promise, or another argument is of the wrong kind.
 *
 * @example
 * const response = await supertest(app).get("/articles/a17");
 * assertProblem(response, errors.article_not_found, { articleId: "a17" });
 */
export function assertProblem<Data>(
  response: TestedResponse,
  expected: ExpectedProblem<Data>,
  members?: NoInfer<ExpectedMembers<Data>>,
  options: AssertProblemOptions = {},
): ProblemDetails & Data {
  const { body, mismatch } = compareProblem(
    "assertProblem",
    response,
    expected,
    members ?? {},
    options,
  );
  // compareProblem has checked the members against the declaration that `Data` is derived from.
  if (mismatch === undefined) return body as ProblemDetails & Data;
  throw new AssertionError({
    message: mismatch,
    actual: body,
    expected: { status: expected.status, code: expected.code, ...members },
    stackStartFn: assertProblem,
  });
}

/** A body, and the text about what is wrong with its response; undefined if it is the expected problem. */
export interface Comparison {
  readonly body: Readonly<Record<string, unknown>>;
  readonly mismatch: string | undefined;
}

/**
 * Compares a response with the problem of a declared error.
 *
 * @throws {TypeError} If an argument is of the wrong kind.
 */
export function compareProblem(
  caller: string,
  response: TestedResponse,
  expected: ExpectedProblem<unknown>,
  members: Readonly<Record<string, unknown>>,
  options: AssertProblemOptions,
): Comparison {
  checkTested(caller, response);
  checkExpectedProblem(caller, expected, members, options);
  // Only a factory has the types of `expected`.
  const factory = expected as AnyErrorFactory;
  if (options.serialize) {
    const { problem, differences } = compareSerialized(
      response,
      factory,
      members,
      options,
      options.serialize,
    );
    return toComparison(response, expected, problem, differences);
  }
  const { read, contentType = read ? "application/json" : "application/problem+json" } = options;
  const differences: string[] = [];
  const body = readTested(response, read, differences);
  differences.push(...findDifferences(response, body, factory, members, contentType, options));
  return toComparison(response, expected, body, differences);
}

function toComparison(
  response: TestedResponse,
  expected: ExpectedProblem<unknown>,
  body: Comparison["body"],
  differences: readonly string[],
): Comparison {
  if (differences.length === 0) return { body, mismatch: undefined };
  const mismatch = `The response is not the problem ${expected.code}: ${differences.join("; ")}.\n${showResponse(response)}`;
  return { body, mismatch };
}

function findDifferences(
  response: TestedResponse,
  body: Readonly<Record<string, unknown>>,
  factory: AnyErrorFactory,
  members: Readonly<Record<string, unknown>>,
  contentType: string,
  { typeBase, validationStatus }: ProblemFormat,
): string[] {
  const { status, headers } = response;
  const { code } = factory;
  const possible = validationStatus === undefined ? ([400, 422] as const) : [validationStatus];
  const statuses = [...new Set(possible.map((one) => sentStatus(factory, one)))];
  const differences: string[] = [];
  const check = (holds: boolean, difference: string): void =>
    void (holds || differences.push(difference));

  check(statuses.includes(status), `the status is ${status} instead of ${statuses.join(" or ")}`);
  check(body["status"] === status, "the member status differs from the HTTP status");
  const compare = (name: string, value: unknown, wanted: unknown): void =>
    check(isDeepStrictEqual(value, wanted), `${name} is ${show(value)} instead of ${show(wanted)}`);
  if (typeBase !== undefined) compare("the type", body["type"], typeOf(factory, typeBase));
  compare("the code", body["code"], code);
  check(mediaTypeOf(response) === contentType, notOfType(response, contentType));
  check(
    body["requestId"] === headers["x-request-id"],
    "requestId differs from the X-Request-Id header",
  );
  check(declaredData(factory, body) !== undefined, "the members do not fit the declaration");
  for (const [name, value] of Object.entries(members)) {
    compare(name, body[name], value);
  }
  return differences;
}

/** Shows a value in one line, so that a Date differs from its text. */
function show(value: unknown): string {
  return inspect(value, { breakLength: Infinity, compact: true });
}
