import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { isIdempotent } from "../errors/idempotent-method.ts";
import { readProblem } from "./read-problem.ts";
import { isRetryable, retryAfter } from "./retry.ts";

/** The options of `fetchWithRetry`. */
export interface RetryOptions {
  /** The server's catalog, from `defineErrors`, whose `retry` counts. Default: none, so the response and its status decide. */
  readonly errors?: AnyErrorCatalog;
  /** The maximum number of requests, including the first. Default: 3. */
  readonly attempts?: number;
  /** The time in milliseconds after which no further request is sent. Default: 30,000. */
  readonly budget?: number;
  /** The function that sends a request. Default: the global `fetch`. */
  readonly fetch?: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

/**
 * Sends a request as `fetch` does, and sends it again after a failure that may pass: the server, the catalog or the
 * status says so, or there was no response. Waits as long as `Retry-After` says, or else about half a second, then
 * twice as long each time. Returns the last response, or rejects as the last request did.
 *
 * A request is sent once if its work could be done twice: if its method is not idempotent (RFC 9110 §9.2.2) and it has
 * no `Idempotency-Key`; also if its body is a stream. An aborted signal ends the wait and rejects.
 *
 * @param input The address or the request, as for `fetch`.
 * @param init The options of `fetch`.
 * @param options The catalog, the number of requests and the time.
 *
 * @throws {TypeError} If an option is unknown, not a number that makes sense, or in `init`.
 *
 * @example
 * const result = await safe(fetchWithRetry("/articles", { signal }, { errors }), errors);
 */
export async function fetchWithRetry(
  input: string | URL | Request,
  init?: RequestInit,
  options: RetryOptions = {},
): Promise<Response> {
  const { errors, attempts = 3, budget = 30_000, fetch: send = fetch, ...unknown } = options;
  const misplaced = ["errors", "attempts", "budget", "fetch"].filter(
    (name) => name in Object(init),
  );
  const [wrong] = [...Object.keys(unknown), ...misplaced];
  // Not checkOptions, whose messages would be a fifth of the client. Nothing is true of NaN.
  if (wrong !== undefined || !(attempts >= 1 && budget >= 0)) {
    throw new TypeError(
      `fetchWithRetry: wrong ${wrong ?? "number"}. Write (input, init, { attempts: 3 }).`,
    );
  }
  const end = Date.now() + Math.min(budget, maximumDelay);
  const request = input instanceof Request ? input : undefined;
  const signal = init?.signal ?? request?.signal;
  const canRepeat = isRepeatable(request, init);

  for (let attempt = 1; ; attempt += 1) {
    const isLast = !canRepeat || attempt >= attempts;
    const outcome = await settle(send(isLast ? input : (request?.clone() ?? input), init));
    const { response } = outcome;
    const delay = isLast || signal?.aborted ? undefined : await delayOf(response, attempt, errors);
    if (delay === undefined || !(Date.now() + delay < end)) {
      if (response) return response;
      throw outcome.error;
    }
    // The connection is free for the next request.
    response?.body?.cancel().catch(() => {});
    await sleep(delay, signal);
  }
}

/** The longest delay of a timer. A longer one would end at once. */
const maximumDelay = 2 ** 31 - 1;

function isRepeatable(request: Request | undefined, init: RequestInit | undefined): boolean {
  const method = init?.method ?? request?.method ?? "GET";
  const headers = new Headers(init?.headers ?? request?.headers);
  // Node sends the items of an iterable too, and nothing can be read from either a second time.
  const body: unknown = init?.body;
  if (body instanceof ReadableStream || Symbol.asyncIterator in Object(body)) return false;
  return isIdempotent(method.toUpperCase()) || Boolean(headers.get("idempotency-key"));
}

interface Outcome {
  readonly response?: Response;
  readonly error?: unknown;
}

async function settle(sent: Promise<Response>): Promise<Outcome> {
  try {
    return { response: await sent };
  } catch (error) {
    return { error };
  }
}

/** Returns the milliseconds to wait before the next request; undefined if the same request would fail again. */
async function delayOf(
  response: Response | undefined,
  attempt: number,
  errors: AnyErrorCatalog | undefined,
): Promise<number | undefined> {
  // At least half of it, so that clients that failed together do not return together.
  const backoff = 500 * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  if (!response) return backoff;
  if (response.status < 400) return undefined;
  const problem = await readProblem(response.clone(), errors);
  if (problem.retryable === false || !isRetryable(problem, errors)) return undefined;
  const seconds = retryAfter(response) ?? problem.retryAfter;
  return typeof seconds === "number" ? seconds * 1000 : backoff;
}

function sleep(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
