import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer } from "../present/serialize.ts";

/**
 * Creates a serializer that writes the body as `{ "error": { "code", "message", … } }`. The message is the problem's
 * `detail`, or its `title` if it has no `detail`. The other members keep their names.
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
