import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";

/**
 * Creates a serializer that writes the body as `{ "error": { "code", "message", … } }`. The message is the problem's
 * `detail`, or its `title` if it has no `detail`. The other members keep their names.
 *
 * @example
 * app.use(errorHandler({ serialize: errorEnvelope() }));
 */
export function errorEnvelope(): ProblemSerializer {
  return Object.assign(toErrorEnvelope, { readFields });
}

function toErrorEnvelope(problem: ProblemDetails): object {
  const { code, title, detail = title, message: _extension, ...others } = problem;
  return { error: { code, message: detail, ...others } };
}

function readFields({ error }: { readonly error: ProblemDetails }): readonly SerializedField[] {
  return error.errors ?? [];
}
