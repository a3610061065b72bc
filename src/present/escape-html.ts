/** Writes a value as text of an HTML page, in an element or in a quoted attribute. */
export function escapeHtml(value: unknown): string {
  return String(value).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
