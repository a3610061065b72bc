import { fromPointer, toFieldName } from "../errors/json-pointer.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";
import { textsByField } from "./texts-by-field.ts";

/** The options of `railsErrors`. */
export interface RailsErrorsOptions {
  /** The name of the texts that belong to no field. RealWorld calls it `body`. Default: `base`. */
  readonly base?: string;
}

/**
 * Creates a serializer that writes the texts by field, as apps with Rails and RealWorld do: `{ "errors": { "title": ["is
 * required"] } }`. A text that belongs to no field is under `base`. The type, the title and the detail are left out; the
 * other members keep their names.
 *
 * @param options The name of the texts that belong to no field.
 *
 * @throws {TypeError} If the name is not a non-empty string, or if an option is unknown.
 *
 * @example
 * app.use(errorHandler({ serialize: railsErrors() }));
 */
export function railsErrors(options: RailsErrorsOptions = {}): ProblemSerializer {
  checkOptions("railsErrors", options, { base: aName });
  const { base = "base" } = options;

  function toRailsErrors(problem: ProblemDetails): object {
    const { type: _t, title, detail = title, errors, ...others } = problem;
    if (!errors?.length) return { errors: { [base]: [detail] }, ...others };
    const texts = textsByField(errors, (field) =>
      fromPointer(field.pointer).length === 0
        ? [base, `${field.in} ${field.detail}`]
        : [toFieldName(field), field.detail],
    );
    return { errors: texts, ...others };
  }

  function readFields({ errors }: RailsBody): readonly SerializedField[] {
    return Object.entries(errors).flatMap(([name, texts]) =>
      texts.map((text) => (name === base ? ofPart(text) : { name, detail: text })),
    );
  }
  return Object.assign(toRailsErrors, { readFields });
}

interface RailsBody {
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

const aName: OptionCheck = [
  'a non-empty string such as "body"',
  (value) => typeof value === "string" && value !== "",
];

/** Reads a text such as `body is required`. */
function ofPart(text: string): SerializedField {
  const end = text.indexOf(" ");
  return { name: text.slice(0, end), detail: text.slice(end + 1) };
}
