import { AssertionError } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import type { AnyErrorFactory, FactoryTypes } from "../catalog/error-factory.ts";
import { declaredData } from "../catalog/public-data.ts";
import { sentStatus } from "../errors/validation-status.ts";
import type { ProblemDetails } from "../present/problem.ts";

/** The part of a response that the assertions read. A response of supertest has it. */
export interface TestedResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body as text. */
  readonly text: string;
}

/** The part of a catalog's factory that the assertions read. */
export interface ExpectedProblem<Data> {
  /** The stable code. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The types of the code. Absent at run time. */
  readonly types?: FactoryTypes<string, number, Data>;
}

/**
 * Asserts that a response is the problem of a declared error, and returns the typed problem. Checks the media type,
 * the status, the code, the request id, and that the members fit the declaration.
 *
 * @param response A response of supertest, or any object with `status`, `headers` and `text`.
 * @param expected The factory of the error, from a catalog.
 * @param members The expected values of members. Default: none.
 *
 * @throws {AssertionError} If the response is not this problem. The message lists the differences and has the body.
 *
 * @example
 * const response = await supertest(app).get("/articles/a17");
 * assertProblem(response, errors.article_not_found, { articleId: "a17" });
 */
export function assertProblem<Data>(
  response: TestedResponse,
  expected: ExpectedProblem<Data>,
  members: Readonly<Partial<ProblemDetails>> = {},
): ProblemDetails & Data {
  const body = parse(response);
  // Only a factory has the types of `expected`.
  const differences = findDifferences(response, body, expected as AnyErrorFactory, members);
  // findDifferences has checked the members against the declaration that `Data` is derived from.
  if (differences.length === 0) return body as ProblemDetails & Data;
  throw new AssertionError({
    message: `The response is not the problem ${expected.code}: ${differences.join("; ")}.\n${response.status} ${response.text.slice(0, 1000)}`,
    actual: body,
    expected: { status: expected.status, code: expected.code, ...members },
    stackStartFn: assertProblem,
  });
}

function parse({ text }: TestedResponse): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(text) as object) };
  } catch {
    return {};
  }
}

function findDifferences(
  { status, headers }: TestedResponse,
  body: Readonly<Record<string, unknown>>,
  factory: AnyErrorFactory,
  members: Readonly<Record<string, unknown>>,
): string[] {
  const { code } = factory;
  const statuses = [...new Set([factory.status, sentStatus(factory, 422)])];
  const differences: string[] = [];
  const check = (holds: boolean, difference: string): void =>
    void (holds || differences.push(difference));

  check(statuses.includes(status), `the status is ${status} instead of ${statuses.join(" or ")}`);
  check(body["status"] === status, "the member status differs from the HTTP status");
  check(body["code"] === code, `the code is ${JSON.stringify(body["code"])}`);
  check(
    headers["content-type"] === "application/problem+json",
    "the content type is not application/problem+json",
  );
  check(
    body["requestId"] === headers["x-request-id"],
    "requestId differs from the X-Request-Id header",
  );
  check(declaredData(factory, body) !== undefined, "the members do not fit the declaration");
  for (const [name, value] of Object.entries(members)) {
    check(isDeepStrictEqual(body[name], value), `${name} is ${JSON.stringify(body[name])}`);
  }
  return differences;
}
