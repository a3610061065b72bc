/** Adds a name to the header Vary as Express does: once, and not beside a `*` (RFC 9110 §12.5.5). */
export function vary(headers: Headers, name: string): void {
  const given = headers.get("Vary") ?? "";
  const names = new Set(given.split(",").map((one) => one.trim().toLowerCase()));
  if (names.has("*")) headers.set("Vary", "*");
  else if (!names.has(name.toLowerCase())) headers.set("Vary", given ? `${given}, ${name}` : name);
}
