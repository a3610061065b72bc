import type { AnyErrorCatalog } from "../catalog/define-errors.ts";
import { readProblem, type ReadProblem, type ReadProblemOptions } from "./read-problem.ts";

/** The outcome of a request: the response with its body unread, or the problem. */
export type SafeResult<Errors> =
  | { readonly ok: true; readonly response: Response }
  | {
      readonly ok: false;
      readonly problem: ReadProblem<Errors>;
      /** The response whose body was the problem; undefined when there was none. */
      readonly response: Response | undefined;
    };

/**
 * Waits for a `fetch` and gives its outcome as a value: a status from 400 on is read as a problem, and a request that
 * failed is a problem with the reason `no_response`. Never rejects.
 *
 * @param request The promise of `fetch`.
 * @param errors The catalog of the server, from `defineErrors`. Default: none, and every problem is unknown.
 *
 * @example
 * const result = await safe(fetch(`/articles/${id}`), errors);
 * if (result.ok) return await result.response.json();
 * if (result.problem.known && result.problem.code === "article_not_found") return undefined;
 */
export async function safe<Errors extends AnyErrorCatalog = AnyErrorCatalog>(
  request: PromiseLike<Response>,
  errors?: Errors,
  options?: ReadProblemOptions,
): Promise<SafeResult<Errors>> {
  let response: Response;
  try {
    response = await request;
  } catch (error) {
    const problem = { known: false, reason: "no_response", status: 0, error } as const;
    return { ok: false, problem, response: undefined };
  }
  if (response.status < 400) return { ok: true, response };
  return { ok: false, problem: await readProblem(response, errors, options), response };
}
