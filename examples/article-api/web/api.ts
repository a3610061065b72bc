import { type ReadProblem, retryAfter, safe } from "express-backstop/client";
import { errors } from "../errors.ts";
import { currentToken, visitor } from "./session.ts";

/** A failure of a request, typed by the catalog of the API. */
export type Problem = ReadProblem<typeof errors>;

/** The outcome of a request. It is never an exception. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly etag: string }
  | Failed;

/** A request that failed, and the seconds that the server wants the client to wait, if it says so. */
export interface Failed {
  readonly ok: false;
  readonly problem: Problem;
  readonly wait: number | undefined;
}

/** An article in the list. */
export interface ListedArticle {
  readonly id: string;
  readonly title: string;
  readonly author: string;
}

/** An article. */
export interface Article extends ListedArticle {
  readonly content: string;
  readonly tags: readonly string[];
  readonly updatedAt: string;
}

/** The part of an article that people write. */
export type Draft = Pick<Article, "title" | "content" | "tags">;

/** The requests of this page. */
export const api = {
  list: (cursor?: string) =>
    send<{ items: readonly ListedArticle[]; nextCursor?: string }>(
      "GET",
      `/articles?limit=20${cursor === undefined ? "" : `&cursor=${cursor}`}`,
    ),
  read: (id: string) => send<Article>("GET", `/articles/${id}`),
  create: (draft: Draft, key: string) =>
    send<Article>("POST", "/articles", { "idempotency-key": `"${key}"` }, draft),
  replace: (id: string, draft: Draft, etag: string) =>
    send<Article>("PUT", `/articles/${id}`, { "if-match": etag }, draft),
  remove: (id: string, etag: string) =>
    send<undefined>("DELETE", `/articles/${id}`, { "if-match": etag }),
  /** Asks the demonstration for a token of anybody. */
  signIn: (name: string) => send<{ token: string }>("POST", "/demo/tokens", {}, { name }),
};

/** Sends a request, and gives up after some seconds. */
export function request(method: string, path: string, headers = {}, body?: string) {
  const token = currentToken();
  return fetch(path, {
    method,
    headers: {
      "demo-visitor": visitor,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    signal: AbortSignal.timeout(35_000),
    ...(body !== undefined && { body }),
  });
}

async function send<Value>(
  method: string,
  path: string,
  headers = {},
  body?: object,
): Promise<Outcome<Value>> {
  const text = body && JSON.stringify(body);
  const result = await safe(request(method, path, headers, text), errors);
  if (!result.ok) {
    const { problem, response } = result;
    return { ok: false, problem, wait: response && retryAfter(response) };
  }
  try {
    const { status } = result.response;
    // The page and the API are one program, and the API checks what it sends.
    const value = (status === 204 ? undefined : await result.response.json()) as Value;
    return { ok: true, value, etag: result.response.headers.get("etag") ?? "" };
  } catch (error) {
    const { status } = result.response;
    return {
      ok: false,
      problem: { known: false, reason: "unreadable", status, error },
      wait: undefined,
    };
  }
}
