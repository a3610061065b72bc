import type { FieldError } from "../errors/field-error.ts";
import { toFieldName } from "../errors/json-pointer.ts";
import type { SerializedField } from "../present/serialize.ts";
import type { AssertProblemOptions } from "./assert-options.ts";
import { parseJson, readTested } from "./read-tested.ts";
import type { TestedResponse } from "./tested-response.ts";

/** The expected members of an invalid field. One that is absent is not compared. */
export type ExpectedField = Partial<Omit<FieldError, "pointer">>;

/** An invalid field as a response names it. What the format of the response does not tell is absent. */
export interface TestedField extends SerializedField {
  /** The parameters of the rule. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** Returns the invalid fields that a response names, and what went wrong while they were read. */
export function readFields(
  caller: string,
  response: TestedResponse,
  { serialize, read }: AssertProblemOptions,
): { readonly fields: readonly TestedField[]; readonly differences: readonly string[] } {
  const differences: string[] = [];
  if (serialize && !read) {
    const body = parseJson(response.text);
    return { fields: fieldsOf(caller, body, serialize.readFields, differences), differences };
  }
  const { errors } = readTested(response, read, differences);
  const fields = Array.isArray(errors) ? errors.filter(isObject) : [];
  return { fields, differences };
}

function fieldsOf(
  caller: string,
  body: unknown,
  reader: ((body: never) => readonly SerializedField[]) | undefined,
  differences: string[],
): readonly TestedField[] {
  if (!reader) {
    throw new TypeError(
      `${caller}: the serializer has no readFields, so pass how to read the problem of a body. Write { read: (body) => ({ errors: … }) }.`,
    );
  }
  try {
    // The function reads the bodies of its own serializer.
    const fields: unknown = reader(body as never);
    return Array.isArray(fields) ? fields.filter(isObject) : [];
  } catch (error) {
    differences.push(`the body is not one of the serializer (${String(error)})`);
    return [];
  }
}

function isObject(value: unknown): value is TestedField {
  return typeof value === "object" && value !== null;
}

/** Returns true if a field of a response is the one with this pointer, in the given part of the request or in any. */
export function isTheField(field: TestedField, pointer: string, part: string | undefined): boolean {
  if (field.pointer !== undefined) return field.pointer === pointer;
  return field.name === toFieldName({ in: field.in ?? part ?? "body", pointer });
}

/**
 * Describes an invalid field for the message of an assertion: its part, place and code, or what else is known, and the
 * members that the assertion compared.
 */
export function showField(field: TestedField, compared: ExpectedField): string {
  const { in: part, pointer, name, code, detail } = field;
  const place = [part, pointer ?? name].filter((text) => text !== undefined).join(" ");
  const others = (["detail", "params"] as const)
    .filter((member) => compared[member] !== undefined)
    .map((member) => `${member} ${JSON.stringify(field[member])}`);
  return `${place} (${[code ?? detail ?? "no code", ...others].join(", ")})`;
}
