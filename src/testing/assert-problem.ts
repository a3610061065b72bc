import { AssertionError } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import type { AnyErrorFactory, FactoryTypes } from "../catalog/error-factory.ts";
import { declaredData } from "../catalog/public-data.ts";
import type { ProblemDetails } from "../present/problem.ts";

/** What is looked at of a response; those of supertest have it. */
export interface TestedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A factory of a catalog, whose data is `Data`. */
export interface ExpectedProblem<Data> {
  readonly code: string;
  readonly status: number;
  readonly types?: FactoryTypes<string, number, Data>;
}

/**
 * Asserts that a response is the problem of a declared error, as this toolkit sends it: media type, status, code,
 * request id, and members that fit the declaration. Gives the problem, typed.
 *
 * @param response A response of supertest, or anything with `status`, `headers` and `text`.
 * @param expected A factory of a catalog.
 * @param members Members with the values they have to have. Default: none.
 *
 * @throws {AssertionError} When it is not; the message says what is wrong, and has the body.
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
  // Every factory is one of whichever code.
  const wrong = mistakes(response, body, expected as AnyErrorFactory, members);
  // The members have just been compared with the declaration, which `Data` is the type of.
  if (wrong.length === 0) return body as ProblemDetails & Data;
  throw new AssertionError({
    message: `Not the problem ${expected.code}: ${wrong.join("; ")}.\n${response.status} ${response.text.slice(0, 1000)}`,
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

function mistakes(
  { status, headers }: TestedResponse,
  body: Readonly<Record<string, unknown>>,
  factory: AnyErrorFactory,
  members: Readonly<Record<string, unknown>>,
): string[] {
  const { code } = factory;
  const statuses = code === "validation_failed" ? [400, 422] : [factory.status];
  const wrong: string[] = [];
  const check = (holds: boolean, what: string): void => void (holds || wrong.push(what));

  check(statuses.includes(status), `the status is ${status}, not ${statuses.join(" or ")}`);
  check(body["status"] === status, "the member status is not that of HTTP");
  check(body["code"] === code, `the code is ${JSON.stringify(body["code"])}`);
  check(
    headers["content-type"] === "application/problem+json",
    "it is not application/problem+json",
  );
  check(body["requestId"] === headers["x-request-id"], "requestId is not that of X-Request-Id");
  check(declaredData(factory, body) !== undefined, "the members are not those declared");
  for (const [name, value] of Object.entries(members)) {
    check(isDeepStrictEqual(body[name], value), `${name} is ${JSON.stringify(body[name])}`);
  }
  return wrong;
}
