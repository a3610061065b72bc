import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";
import { fromDottedName, toDottedName } from "./dotted-name.ts";
import { textsByField } from "./texts-by-field.ts";

/**
 * Creates a serializer that writes a message and the texts by field, as Laravel does: `{ "message": "The request has 1
 * invalid value.", "errors": { "tags.1": ["tags.1 is required"] } }`. Without invalid fields, there is only the message.
 * The type and the title are left out; the other members keep their names.
 *
 * @example
 * app.use(errorHandler({ serialize: laravelErrors(), validationStatus: 422 }));
 */
export function laravelErrors(): ProblemSerializer {
  return Object.assign(toLaravelErrors, { readFields });
}

function toLaravelErrors(problem: ProblemDetails): object {
  const { type: _t, title, detail = title, errors, message: _extension, ...others } = problem;
  if (!errors?.length) return { message: detail, ...others };
  const texts = textsByField(errors, (field) => {
    const name = toDottedName(field);
    return [name, `${name} ${field.detail}`];
  });
  return { message: detail, errors: texts, ...others };
}

interface LaravelBody {
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

function readFields({ errors = {} }: LaravelBody): readonly SerializedField[] {
  return Object.entries(errors).flatMap(([name, texts]) =>
    texts.map((text) => ({ name: fromDottedName(name), detail: text.slice(name.length + 1) })),
  );
}
