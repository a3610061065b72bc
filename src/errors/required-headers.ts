/** The header a status may not come without (RFC 9110 §15.5.2, §15.5.6, §15.5.8, §15.5.22). */
const demanded: ReadonlyMap<number, string> = new Map([
  [401, "WWW-Authenticate"],
  [405, "Allow"],
  [407, "Proxy-Authenticate"],
  [426, "Upgrade"],
]);

/** Names the header that a status demands and the given ones lack. */
export function missingHeader(status: number, headers: object | undefined): string | undefined {
  const name = demanded.get(status)?.toLowerCase();
  if (name === undefined) return undefined;
  const given = Object.keys(headers ?? {}).map((header) => header.toLowerCase());
  return given.includes(name) ? undefined : demanded.get(status);
}
