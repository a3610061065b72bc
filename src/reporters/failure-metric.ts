/** The counter of failures in Prometheus, with the labels `method`, `route`, `status` and `code`. */
export const failureMetric = "http_failures_total";

/** Selects the failures whose response was a 5xx. */
export const serverErrors = 'status=~"5.."';

/** Selects the failures whose response was a 4xx. 499 is not a response: the client has left. */
export const clientErrors = 'status=~"4..",status!="499"';

/** Returns the expression of the failures a minute. */
export function perMinute(by: string, selector: string, window: string, offset = ""): string {
  return `sum by (${by}) (rate(${failureMetric}{${selector}}[${window}]${offset})) * 60`;
}
