import { fromPointer } from "../errors/json-pointer.ts";

/** Returns the name of a field with dots, such as `tags.1.name`. For the pointer `#`, returns the part of the request. */
export function toDottedName(field: { readonly in: string; readonly pointer: string }): string {
  return fromPointer(field.pointer).join(".") || field.in;
}

/** Converts a name with dots to the name that assertions compare, such as `tags[1].name`. */
export function fromDottedName(name: string): string {
  return name.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]");
}
