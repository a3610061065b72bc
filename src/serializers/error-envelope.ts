import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer } from "../present/serialize.ts";

/**
 * Makes the body `{ "error": { "code", "message", … } }`: the message is the problem's detail, or its title where
 * it has none, and the other members keep their names.
 *
 * @example
 * app.use(errorHandler({ serialize: errorEnvelope() }));
 */
export function errorEnvelope(): ProblemSerializer {
  return function toErrorEnvelope(problem: ProblemDetails) {
    const { code, title, detail = title, message: _extension, ...others } = problem;
    return { error: { code, message: detail, ...others } };
  };
}
