/** Returns the name of the format that a rule of valibot requires, as zod names it; undefined for every other rule. */
export function formatOf(rule: string): string | undefined {
  return renamed.get(rule) ?? (sameName.has(rule) ? rule.replaceAll("_", " ") : undefined);
}

const renamed: ReadonlyMap<string, string> = new Map([
  ["hash", "hash"],
  ["iso_date", "date"],
  ["iso_date_time", "datetime"],
  ["iso_date_time_second", "datetime"],
  ["iso_time", "time"],
  ["iso_time_second", "time"],
  ["iso_timestamp", "datetime"],
  ["iso_week", "week"],
  ["jws_compact", "jwt"],
  ["mac48", "mac"],
  ["mac64", "mac"],
  ["parse_json", "json_string"],
  ["rfc_email", "email"],
]);

const sameName: ReadonlySet<string> = new Set([
  "base64",
  "bic",
  "credit_card",
  "cuid2",
  "decimal",
  "digits",
  "domain",
  "email",
  "emoji",
  "hex_color",
  "hexadecimal",
  "imei",
  "ip",
  "ipv4",
  "ipv6",
  "isbn",
  "isrc",
  "ksuid",
  "mac",
  "nanoid",
  "octal",
  "slug",
  "ulid",
  "url",
  "uuid",
]);
