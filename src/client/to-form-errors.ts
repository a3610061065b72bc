import type { FieldError, RequestPart } from "../errors/field-error.ts";
import { fromPointer, toFieldName } from "../errors/json-pointer.ts";

/** The texts of a problem by the fields of a form. */
export interface FormErrors {
  /** The text for the whole form. Absent: each invalid value belongs to a field. */
  readonly root?: string;
  /** The text of each invalid field, by its name, such as `title` or `tags.1`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The part of a problem that `toFormErrors` reads. */
export interface FormProblem {
  /** The explanation of this failure. */
  readonly detail?: string | undefined;
  /** The title of the code. */
  readonly title?: string | undefined;
  /** The invalid fields. */
  readonly errors?: readonly FieldError[] | undefined;
  /** The number of invalid fields, when `errors` lists only the first ones. */
  readonly errorCount?: number | undefined;
}

/** The options of `toFormErrors`. */
export interface FormErrorsOptions {
  /**
   * The names of the form's fields, such as `tags`, `tags.1` or `tags[1]`. An invalid value inside a field belongs to
   * the field; one that no field has belongs to the form. Default: every invalid value has a field.
   */
  readonly names?: Iterable<string>;
  /** The part of the request that the form is sent in. Invalid values of other parts belong to the form. Default: `body`. */
  readonly in?: RequestPart;
  /** The text for the whole form if the problem has none, as without a response. Default: `Something went wrong. Try again later.` */
  readonly fallback?: string;
}

/**
 * Converts a problem to texts for the fields of a form: the pointer `#/tags/1` becomes the name `tags.1`. Whatever
 * belongs to no field becomes the text for the whole form.
 *
 * @param problem A problem of `readProblem` or `safe`.
 * @param options The names of the fields, the part of the request, and a text for failures without one.
 *
 * @example
 * const { root, fields } = toFormErrors(result.problem);
 * for (const [name, message] of Object.entries(fields)) setError(name, { message });
 */
export function toFormErrors(problem: FormProblem, options: FormErrorsOptions = {}): FormErrors {
  const { errors = [], errorCount } = problem;
  const { fallback = "Something went wrong. Try again later." } = options;
  const names = options.names && new Map(Array.from(options.names, (name) => [toPath(name), name]));
  const fields = new Map<string, string>();
  const rest: string[] = [];
  for (const error of errors) {
    for (const pointer of [error.pointer].concat(error.also ?? [])) {
      const path = fromPointer(pointer);
      const name = error.in === (options.in ?? "body") ? nameOf(path, names) : undefined;
      if (name === undefined) rest.push(`${toFieldName({ ...error, pointer })} ${error.detail}`);
      else fields.set(name, [fields.get(name), error.detail].filter(Boolean).join(", "));
    }
  }
  // Fields that the problem does not list may be invalid too.
  const isWhole = errors.length === 0 || errorCount !== undefined;
  const root = rest.join("; ") || (isWhole && (problem.detail ?? problem.title ?? fallback));
  return { ...(root && { root }), fields: Object.fromEntries(fields) };
}

/** Returns the name of the field that a value is in: the longest that the form has. */
function nameOf(
  path: readonly string[],
  names: ReadonlyMap<string, string> | undefined,
): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join(".");
    if (!names) return name;
    if (names.has(name)) return names.get(name);
  }
  return undefined;
}

/** Converts a name such as `tags[1][name]` to `tags.1.name`. */
function toPath(name: string): string {
  return name.replaceAll(/\[([^[\]]*)\]/g, ".$1").replace(/\.$/, "");
}
