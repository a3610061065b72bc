import { readProblem, toHttpError } from "express-backstop/client";
import { z } from "zod";
import type { Cache } from "../cache/cache.ts";
import { fromJson } from "../cache/from-json.ts";
import { errors } from "../errors.ts";
import { RepoList, UpstreamRepos } from "./schemas.ts";

/** The repositories of users, which another service has. */
export type Repos = (username: string) => Promise<z.infer<typeof RepoList>>;

/** The options of `cachedRepos`. */
export interface ReposOptions {
  /** The address of the API. Default: that of GitHub. */
  readonly url?: string | undefined;
  /** The milliseconds that a response may take. Default: 5,000. */
  readonly timeout?: number;
  readonly cache: Cache;
}

/** Creates a function that asks GitHub for the repositories of a user, and keeps each response for an hour. */
export function cachedRepos({
  url = "https://api.github.com",
  timeout = 5_000,
  cache,
}: ReposOptions): Repos {
  const inProgress = new Map<string, ReturnType<Repos>>();

  async function load(username: string, key: string) {
    const found = fromJson(await cache.get(key), RepoList);
    if (found) return found;
    const list = { username, repos: await fetchRepos(url, username, timeout) };
    await cache.set(key, JSON.stringify(list), 3_600);
    return list;
  }

  return (username) => {
    const key = `repos:${username.toLowerCase()}`;
    // Those who ask at the same time share one request, and its failure.
    const shared = inProgress.get(key) ?? load(username, key).finally(() => inProgress.delete(key));
    inProgress.set(key, shared);
    return shared;
  };
}

/**
 * Asks the service. What `fetch` itself throws, the mapper `fetch` knows: 503 for a service that is down, 504 for one that
 * is slow, 502 for one that hangs up.
 *
 * @throws `user_not_found`, or a 502 for any other response that is not a list of repositories
 */
async function fetchRepos(url: string, username: string, timeout: number) {
  const response = await fetch(new URL(`users/${username}/repos?per_page=100`, slashed(url)), {
    headers: { accept: "application/json", "user-agent": "express-backstop article-api" },
    // Also ends a body that does not end.
    signal: AbortSignal.timeout(timeout),
  });
  if (response.status === 404) {
    await response.body?.cancel();
    throw errors.user_not_found({ username });
  }
  if (!response.ok) throw toHttpError(await readProblem(response));
  const repos = fromJson(await readText(response), UpstreamRepos);
  if (repos) return repos;
  const context = { upstream: { status: response.status, reason: "unreadable" } };
  throw errors.bad_gateway({ context });
}

const maximumBytes = 2_000_000;

/** Reads a body, unless it is too large for this app. */
async function readText({ status, body }: Response) {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) {
      throw errors.bad_gateway({ context: { upstream: { status, reason: "too large" } } });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function slashed(url: string) {
  return url.endsWith("/") ? url : `${url}/`;
}
