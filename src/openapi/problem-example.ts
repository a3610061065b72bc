import { describeError } from "../catalog/describe-error.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { exampleBody } from "../catalog/example-body.ts";
import { defaultTypeBase } from "../errors/type-base.ts";
import type { ProblemFormat } from "../present/problem-format.ts";

/**
 * Returns an example of the body of a code, as on its documentation page; undefined if a required member has no example,
 * or if the serializer fails.
 */
export function problemExample(
  factory: AnyErrorFactory,
  { typeBase = defaultTypeBase, validationStatus, guidance, serialize }: ProblemFormat,
): unknown {
  const { members, example } = describeError(factory, typeBase, { validationStatus, guidance });
  const { required = [] } = (members ?? {}) as { readonly required?: readonly string[] };
  if (factory.data && !(members && required.every((name) => name in example))) return undefined;
  return serialize ? exampleBody(example, serialize) : example;
}
