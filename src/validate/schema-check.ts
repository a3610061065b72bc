import { toError } from "../catch/thrown.ts";
import type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";

/** Checks a value; never rejects. */
export type SchemaCheck = (value: unknown) => Promise<SchemaOutcome>;

/** What a schema made of a value; or what it failed with itself, which is not the client's doing. */
export type SchemaOutcome = SchemaResult<unknown> | { readonly failure: Error };

/** The one issue of a value that is nested so deep that checking it exhausts the stack. */
export const tooDeep: SchemaIssue = { message: "is nested too deeply" };

/** Makes the check of a schema, whichever library it is of. */
export function toSchemaCheck(schema: StandardSchema): SchemaCheck {
  const zod = zodParse(schema);
  const ask = zod ?? ((value: unknown): unknown => schema["~standard"].validate(value));
  const toResult = zod ? fromZod : fromStandard;

  return async function check(value) {
    try {
      return toResult(await ask(value));
    } catch (thrown) {
      if (isStackOverflow(thrown) && isDeep(value)) return { issues: [tooDeep] };
      return { failure: toError(thrown) };
    }
  };
}

/** What zod answers where the author of the schema has no text: a sign that no text of theirs is. */
export const noText = "express-backstop: no text";

/**
 * zod's Standard Schema entry first tries without waiting: a rejection in an asynchronous refinement would be
 * nobody's and end the process. Its own asynchronous entry has no such try.
 */
function zodParse(schema: StandardSchema): ((value: unknown) => unknown) | undefined {
  const { safeParseAsync } = schema as { safeParseAsync?: unknown };
  if (schema["~standard"].vendor !== "zod" || typeof safeParseAsync !== "function") {
    return undefined;
  }
  return (value) => Reflect.apply(safeParseAsync, schema, [value, texts]) as unknown;
}

function fromZod(answer: unknown): SchemaResult<unknown> {
  // What zod's own safeParseAsync resolves to.
  const result = answer as ZodResult;
  return result.success ? { value: result.data } : { issues: result.error.issues };
}

function fromStandard(answer: unknown): SchemaResult<unknown> {
  if (typeof answer === "object" && answer !== null) return answer as SchemaResult<unknown>;
  throw new TypeError("A schema answered with something else than a result of Standard Schema.");
}

type ZodResult =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

const texts = {
  // zod 4 asks here when the schema has no text of its own.
  error: () => noText,
  // zod 3 asks here even then, with what the schema says as the default. Its own default may quote the value.
  errorMap: (issue: Zod3Issue, { defaultError }: { readonly defaultError: string }) => ({
    message:
      issue.code === "invalid_type" && isAuthors(issue, defaultError) ? defaultError : noText,
  }),
};

interface Zod3Issue {
  readonly code: string;
  readonly expected?: unknown;
  readonly received?: unknown;
}

function isAuthors({ expected, received }: Zod3Issue, text: string): boolean {
  return (
    text !== "Required" && text !== `Expected ${String(expected)}, received ${String(received)}`
  );
}

function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && /call stack/.test(thrown.message);
}

const deep = 200;

/** Tells a body made to exhaust the stack from a schema that calls itself without end. */
function isDeep(value: unknown): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth > deep) return true;
    for (const member of Object.values(next.value))
      open.push({ value: member, depth: next.depth + 1 });
  }
  return false;
}
