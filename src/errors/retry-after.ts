/**
 * Returns the value of a `Retry-After` header (RFC 9110 §10.2.3) in seconds; undefined if it is neither a number of
 * seconds nor a date.
 *
 * @param now The time that a date is compared with, in milliseconds.
 */
export function toSeconds(value: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const seconds = Math.max(0, Math.ceil((parseHttpDate(value) - now) / 1000));
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** Parses the three date formats of RFC 9110 §5.6.7. All start with the weekday and use GMT, which asctime omits. */
export function parseHttpDate(value: string): number {
  const isDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value);
  return isDate ? Date.parse(value.endsWith("GMT") ? value : `${value} GMT`) : Number.NaN;
}
