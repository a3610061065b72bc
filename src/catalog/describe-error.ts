import { jsonSchemaOf, type JsonSchema } from "../schema/json-schema.ts";
import type { AnyErrorFactory } from "./error-factory.ts";
import type { RetryAdvice } from "./retry.ts";
import { sample } from "./sample.ts";

/** What a page says of one code, as data. */
export interface ProblemTypeDescription {
  readonly code: string;
  readonly type: string;
  readonly status: number;
  readonly title: string;
  /** When it happens. */
  readonly description?: string;
  /** What the caller can do about it. */
  readonly fix?: string;
  /** Whether the same request may succeed later. */
  readonly retry: RetryAdvice;
  /** The JSON Schema of the members beside the standard ones. */
  readonly members?: JsonSchema;
  /** A problem of this type. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** Describes one code. */
export function describeError(factory: AnyErrorFactory, typeBase: string): ProblemTypeDescription {
  const { code, status, title, description, fix, retry } = factory;
  const type = (factory.typeBase ?? typeBase) + code;
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
    example: { type, title, status, code, ...particular(factory, members), requestId },
  };
}

const requestId = "req_4f0c2ab19d731";

/** What a throw adds: the declaration's own text for sample data, and that data. */
function particular(
  factory: AnyErrorFactory,
  members: JsonSchema | undefined,
): Readonly<Record<string, unknown>> {
  const data = members ? [sample(members)] : [];
  // The one thing a factory gives; its parameters depend on the code.
  const error = Reflect.apply(factory, undefined, data) as ReturnType<AnyErrorFactory>;
  // A sample that misses a rule which JSON Schema cannot tell is left out, as it would be at a throw.
  const { message, extensions } = error;
  return { ...(message !== factory.title && { detail: message }), ...extensions };
}
