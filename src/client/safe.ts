import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import {
  noResponse,
  readProblem,
  type ReadProblem,
  type ReadProblemOptions,
} from "./read-problem.ts";

/** The result of a request: the response with its body unread, or the problem. */
export type SafeResult<Errors> =
  | {
      /** True: the status is below 400. */
      readonly ok: true;
      /** The response, whose body is unread. */
      readonly response: Response;
    }
  | {
      /** False: the status is 400 or more, or the request failed. */
      readonly ok: false;
      /** The problem. Check `known` first, then `code`. */
      readonly problem: ReadProblem<Errors>;
      /** The response, whose body was read, or undefined if there was no response. */
      readonly response: Response | undefined;
    };

/**
 * Waits for a request and returns its result. A response with a status of 400 or more is read as a problem; a failed
 * request becomes a problem with the reason `no_response`. Never rejects.
 *
 * @param request The promise that `fetch` returned, or a function that returns one, whose exceptions count as well.
 * @param errors The server's catalog, from `defineErrors`. Default: none, so every problem is unknown.
 * @param options The maximum size of the body.
 *
 * @example
 * const result = await safe(fetch(`/articles/${id}`), errors);
 * if (result.ok) return await result.response.json();
 * if (result.problem.known && result.problem.code === "article_not_found") return undefined;
 */
export async function safe<Errors extends AnyErrorCatalog = AnyErrorCatalog>(
  request: PromiseLike<Response> | (() => PromiseLike<Response>),
  errors?: Errors,
  options?: ReadProblemOptions,
): Promise<SafeResult<Errors>> {
  let response: Response;
  try {
    response = await (typeof request === "function" ? request() : request);
    if (response.status < 400) return { ok: true, response };
  } catch (error) {
    return { ok: false, problem: noResponse(error), response: undefined };
  }
  return { ok: false, problem: await readProblem(response, errors, options), response };
}
