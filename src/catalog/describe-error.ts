import { fieldErrorSchema } from "../errors/field-error-schema.ts";
import type { FieldError } from "../errors/field-error.ts";
import { maximumFieldErrors } from "../errors/limits.ts";
import { isWebAddress, typeOf } from "../errors/uri.ts";
import { sentStatus, type ValidationStatus } from "../errors/validation-status.ts";
import { jsonSchemaOf, type JsonSchema } from "../schema/json-schema.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
import { historyOf } from "./history.ts";
import { toCategory } from "./problem-category.ts";
import type { RetryAdvice } from "./retry.ts";
import { sample } from "./sample.ts";

/** The documentation of one code, as data. */
export interface ProblemTypeDescription {
  /** The stable code. */
  readonly code: string;
  /** The `type` of its problems, a URI reference. */
  readonly type: string;
  /** The HTTP status. */
  readonly status: number;
  /** The title, which is always the same for one code in one language. */
  readonly title: string;
  /** Says when the error happens. */
  readonly description?: string;
  /** Says what the client can do about it. */
  readonly fix?: string;
  /** The declared address of a page about the error. */
  readonly docs?: string;
  /** Whether the same request may succeed later. */
  readonly retry: RetryAdvice;
  /** The version or the date since which the API sends the error. */
  readonly since?: string;
  /** True if the API will stop sending the error. */
  readonly deprecated?: true;
  /** The code that takes the place of this one. */
  readonly replacedBy?: string;
  /** The JSON Schema of the error's own members. */
  readonly members?: JsonSchema;
  /** An example of a problem of this type. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** The options of `errorHandler` that change the problem in an example. */
export interface ExampleOptions {
  readonly validationStatus?: ValidationStatus | undefined;
  readonly guidance?: boolean | undefined;
}

/** Returns the documentation of one code. */
export function describeError(
  factory: AnyErrorFactory,
  typeBase: string,
  { validationStatus, guidance }: ExampleOptions = {},
): ProblemTypeDescription {
  const { code, title, description, fix, docs, retry } = factory;
  const status = sentStatus(factory, validationStatus);
  const type = typeOf(factory, typeBase);
  const data = factory.data && jsonSchemaOf(factory.data, "output");
  const isValidation = code === "validation_failed";
  const members = data ?? (isValidation ? fieldsSchema : undefined);
  return {
    code,
    type,
    status,
    title,
    ...(description !== undefined && { description }),
    ...(fix !== undefined && { fix }),
    ...(docs !== undefined && { docs }),
    retry,
    ...historyOf(factory),
    ...(members && { members }),
    example: {
      type,
      title,
      status,
      code,
      ...exampleMembers(factory, data),
      ...(isValidation && { errors: [exampleField] }),
      ...(guidance && exampleGuidance(factory, status, type)),
      requestId,
    },
  };
}

/** Returns the guidance of an example. Whether `later` becomes `retryable` depends on the method of the request. */
function exampleGuidance(
  { retry, fix, docs }: AnyErrorFactory,
  status: number,
  type: string,
): Readonly<Record<string, unknown>> {
  const address = [docs, type].find(isWebAddress);
  return {
    ...(retry === "never" && { retryable: false }),
    category: toCategory(status),
    ...(fix !== undefined && { fix }),
    ...(address !== undefined && { docs: address }),
  };
}

const requestId = "req_4f0c2ab19d731";

const exampleField: FieldError = {
  in: "body",
  pointer: "#/title",
  code: "required",
  detail: "is required",
};

/** Returns the sample data, and the `detail` that the declaration builds from it. */
function exampleMembers(
  factory: AnyErrorFactory,
  members: JsonSchema | undefined,
): Readonly<Record<string, unknown>> {
  const data = members ? [sample(members)] : [];
  // Every factory returns an error; its parameters depend on the code.
  const error = Reflect.apply(factory, undefined, data) as ReturnType<AnyErrorFactory>;
  // If the sample breaks a rule that JSON Schema cannot express, the error has no data.
  const { message, extensions } = error;
  return { ...(message !== factory.title && { detail: message }), ...extensions };
}

/** The members of `validation_failed`, which are reserved, so that no declaration has them. */
const fieldsSchema: JsonSchema = {
  type: "object",
  properties: {
    errors: { type: "array", items: fieldErrorSchema, maxItems: maximumFieldErrors },
    errorCount: {
      type: "integer",
      description: "The number of invalid fields, if `errors` does not list all of them.",
    },
  },
  required: ["errors"],
};
