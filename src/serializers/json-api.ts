import type { FieldError } from "../errors/field-error.ts";
import { escapeSegment, toFieldName, fromPointer } from "../errors/json-pointer.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";

/**
 * Creates a serializer that writes a JSON:API 1.1 error document: one error object for each invalid field, or one for
 * the whole problem. The request id and the extensions become `meta`; so do the part, pointer and text of a field.
 *
 * @example
 * app.use(errorHandler({ serialize: jsonApi() }));
 */
export function jsonApi(): ProblemSerializer {
  return Object.assign(toDocument, { contentType: "application/vnd.api+json", readFields });
}

function toDocument(problem: ProblemDetails): object {
  const { type: _t, title: _i, status: _s, code: _c, detail: _d, errors, ...meta } = problem;
  if (!errors) return { errors: [ofProblem(problem)], meta };
  return { errors: errors.map((field, index) => ofField(problem, field, index)), meta };
}

interface ErrorDocument {
  readonly errors: readonly {
    readonly code: string;
    readonly meta?: Pick<FieldError, "in" | "pointer" | "detail">;
  }[];
}

function readFields({ errors }: ErrorDocument): readonly SerializedField[] {
  return errors.flatMap(({ code, meta }) => (meta ? [{ ...meta, code }] : []));
}

function ofProblem({ type, title, status, code, detail, requestId }: ProblemDetails): object {
  return { id: requestId, links: { type }, status: String(status), code, title, detail };
}

function ofField(
  { type, title, status, requestId }: ProblemDetails,
  field: FieldError,
  index: number,
): object {
  return {
    id: `${requestId}.${index + 1}`,
    links: { type },
    status: String(status),
    code: field.code,
    title,
    detail: `${toFieldName(field)} ${field.detail}`,
    ...sourceOf(field),
    // A source cannot point to a field that is missing.
    meta: { in: field.in, pointer: field.pointer, detail: field.detail },
  };
}

function sourceOf(field: FieldError): { readonly source?: Readonly<Record<string, string>> } {
  if (field.in === "body") return { source: { pointer: toExistingPointer(field) } };
  if (field.in === "cookies") return { source: { header: "Cookie" } };
  const [name, ...rest] = fromPointer(field.pointer);
  if (name === undefined) return {};
  if (field.in === "headers") return { source: { header: name } };
  return { source: { parameter: name + rest.map((inner) => `[${inner}]`).join("") } };
}

/** Returns a pointer to a value that exists, as JSON:API requires: for a missing field, the parent. */
function toExistingPointer(field: FieldError): string {
  const path = fromPointer(field.pointer);
  return (field.code === "required" ? path.slice(0, -1) : path)
    .map((name) => `/${escapeSegment(name)}`)
    .join("");
}
