import { randomUUID } from "node:crypto";
import { z } from "zod";
import {
  type ArticleRepository,
  type ListPart,
  StoredArticleFromJson,
} from "../articles/article-repository.ts";
import type { Cache } from "./cache.ts";
import { fromJson } from "./from-json.ts";

/**
 * Puts a cache in front of the readers of articles.
 *
 * All that is stored belongs to a generation, whose name each write deletes: the next reader begins a new one, and what a
 * slower reader still stores under the old one is never found. An instance that is killed between its write and the
 * deletion leaves what others have stored, for `lifetime` seconds at most.
 */
export function cachedArticles(articles: ArticleRepository, cache: Cache): ArticleRepository {
  async function currentGeneration() {
    const current = await cache.get(generationKey);
    if (current !== undefined) return current;
    const next = randomUUID();
    return (await cache.add(generationKey, next, lifetime)) ? next : undefined;
  }

  async function readThrough<Value>(
    name: string,
    schema: z.ZodType<Value>,
    load: () => Promise<Value | undefined>,
  ): Promise<Value | undefined> {
    const generation = await currentGeneration();
    if (generation === undefined) return load();
    const key = `articles:${generation}:${name}`;
    const found = fromJson(await cache.get(key), schema);
    if (found !== undefined) return found;
    const loaded = await load();
    // Nobody waits for it, and it never rejects.
    if (loaded !== undefined) void cache.set(key, JSON.stringify(loaded), lifetime);
    return loaded;
  }

  /** A write that failed may have been done: its response may be what was lost. */
  async function write<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } finally {
      await cache.delete(generationKey);
    }
  }

  return {
    async list({ limit, after }) {
      const name = `list:${limit}:${after ? `${after.microseconds}.${after.id}` : ""}`;
      const part = await readThrough(name, ListPartFromJson, () => articles.list({ limit, after }));
      return part ?? { items: [], next: undefined };
    },
    find: (id) => readThrough(`article:${id}`, StoredArticleFromJson, () => articles.find(id)),
    create: (...args) => write(() => articles.create(...args)),
    update: (...args) => write(() => articles.update(...args)),
    remove: (...args) => write(() => articles.remove(...args)),
  };
}

const lifetime = 30;
const generationKey = "articles:generation";

const ListPartFromJson = z
  .object({
    items: z.array(StoredArticleFromJson.omit({ content: true })),
    next: z.object({ microseconds: z.string(), id: z.string() }).optional(),
  })
  .transform(({ items, next }): ListPart => ({ items, next }));
