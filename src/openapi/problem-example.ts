import { describe } from "../catalog/describe-error.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import type { FieldError } from "../errors/field-error.ts";
import { type ProblemOptions, statusOf } from "./problem-schemas.ts";

/** Makes a problem of one code, as the pages of the types show it; undefined where its members cannot be guessed. */
export function problemExample(
  factory: AnyErrorFactory,
  options: ProblemOptions,
): object | undefined {
  const { members, example } = describe(factory, options.typeBase ?? "/problems/");
  const { required = [] } = (members ?? {}) as { readonly required?: readonly string[] };
  if (factory.data && !(members && required.every((name) => name in example))) return undefined;
  const { requestId, ...rest } = example;
  const errors = factory.code === "validation_failed" && { errors: [fieldError] };
  return { ...rest, status: statusOf(factory, options), ...errors, requestId };
}

const fieldError: FieldError = {
  in: "body",
  pointer: "#/title",
  code: "required",
  detail: "is required",
};
