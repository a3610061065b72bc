import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { readBody } from "./read-body.ts";
import { type ReadProblem, type ReadProblemOptions, toReadProblem } from "./read-problem.ts";

/** One item of a response with several results. */
export type ItemResult<Errors> =
  | {
      /** True: the item succeeded. */
      readonly ok: true;
      /** The status of the item. */
      readonly status: number;
      /** The value that the server sent. Nothing has checked it. */
      readonly value: unknown;
    }
  | {
      /** False: the item failed. */
      readonly ok: false;
      /** The status of the item. */
      readonly status: number;
      /** The problem. Check `known` first, then `code`. */
      readonly problem: ReadProblem<Errors>;
    };

/**
 * Reads the results in a response of `multiStatus`, in the order of the request. Never rejects: a response that has no
 * list of results is one failed item, whose problem says why.
 *
 * @param response The response of `fetch`. Its body must not have been read.
 * @param errors The server's catalog, from `defineErrors`. Default: none, so every problem is unknown.
 * @param options The maximum size of the body. Default: 10,000,000 bytes.
 *
 * @example
 * for (const [index, item] of (await readResults(response, errors)).entries()) {
 *   if (!item.ok) show(index, item.problem.detail);
 * }
 */
export async function readResults<Errors extends AnyErrorCatalog = AnyErrorCatalog>(
  response: Response,
  errors?: Errors,
  options?: ReadProblemOptions,
): Promise<readonly ItemResult<Errors>[]> {
  let status = 0;
  try {
    ({ status } = response);
    const { text, ...failure } = await readBody(response, options?.maximumBytes ?? 10_000_000);
    if ("error" in failure) throw failure.error;
    const parsed: unknown = JSON.parse(text);
    const { results } = Object(parsed) as { readonly results?: unknown };
    if (Array.isArray(results)) return results.map((item) => toItem(item, errors));
    return [{ ok: false, status, problem: toReadProblem(status, parsed, errors) }];
  } catch (error) {
    return [{ ok: false, status, problem: { known: false, reason: "unreadable", status, error } }];
  }
}

function toItem<Errors>(item: unknown, errors: Errors | undefined): ItemResult<Errors> {
  const { status: given, value, problem } = Object(item) as Readonly<Record<string, unknown>>;
  const status = typeof given === "number" ? given : 0;
  if (status >= 200 && status < 400) return { ok: true, status, value };
  return { ok: false, status, problem: toReadProblem(status, problem, errors) };
}
