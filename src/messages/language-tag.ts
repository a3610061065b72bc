/** Returns true if a value is a language tag such as `de` or `pt-BR` (RFC 5646 §2.1), which also is a valid header. */
export function isLanguageTag(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.length <= 35 &&
    /^[a-z]{2,8}(?:-[a-z\d]{1,8}){0,8}$/i.test(value)
  );
}
