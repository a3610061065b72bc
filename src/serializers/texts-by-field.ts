import type { FieldError } from "../errors/field-error.ts";

/**
 * Returns the texts of invalid fields by a name that a function makes of each field. The text of a rule for several fields
 * is under the name of each.
 */
export function textsByField(
  errors: readonly FieldError[],
  toEntry: (field: FieldError) => readonly [name: string, text: string],
): Readonly<Record<string, readonly string[]>> {
  const texts = new Map<string, string[]>();
  for (const field of errors) {
    for (const pointer of [field.pointer].concat(field.also ?? [])) {
      const [name, text] = toEntry({ ...field, pointer });
      texts.set(name, [...(texts.get(name) ?? []), text]);
    }
  }
  // Not members of an object from the start: a field may have the name of one that every object has.
  return Object.fromEntries(texts);
}
