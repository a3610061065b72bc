import { typeOf } from "../errors/uri.ts";
import { jsonSchemaOf, type JsonSchema } from "../schema/json-schema.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
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
  /** The title, which is always the same for one code. */
  readonly title: string;
  /** Says when the error happens. */
  readonly description?: string;
  /** Says what the client can do about it. */
  readonly fix?: string;
  /** Whether the same request may succeed later. */
  readonly retry: RetryAdvice;
  /** The JSON Schema of the error's own members. */
  readonly members?: JsonSchema;
  /** An example of a problem of this type. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** Returns the documentation of one code. */
export function describeError(factory: AnyErrorFactory, typeBase: string): ProblemTypeDescription {
  const { code, status, title, description, fix, retry } = factory;
  const type = typeOf(factory, typeBase);
  const members = factory.data && jsonSchemaOf(factory.data, "output");
  return {
    code,
    type,
    status,
    title,
    ...(description !== undefined && { description }),
    ...(fix !== undefined && { fix }),
    retry,
    ...(members && { members }),
    example: { type, title, status, code, ...exampleMembers(factory, members), requestId },
  };
}

const requestId = "req_4f0c2ab19d731";

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
