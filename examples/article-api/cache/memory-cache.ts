import type { Cache } from "./cache.ts";

const maximum = 500;

/** Creates a cache in the memory of this process, for a server without Redis. */
export function memoryCache(): Cache {
  const entries = new Map<string, { readonly text: string; readonly expires: number }>();

  function get(key: string) {
    const entry = entries.get(key);
    return entry && entry.expires > Date.now() ? entry.text : undefined;
  }

  function set(key: string, text: string, seconds: number) {
    entries.delete(key);
    entries.set(key, { text, expires: Date.now() + seconds * 1000 });
    const [oldest] = entries.keys();
    if (entries.size > maximum && oldest !== undefined) entries.delete(oldest);
  }

  return {
    get: (key) => Promise.resolve(get(key)),
    async set(key, text, seconds) {
      set(key, text, seconds);
    },
    async add(key, text, seconds) {
      if (get(key) !== undefined) return false;
      set(key, text, seconds);
      return true;
    },
    async delete(key) {
      entries.delete(key);
    },
    close: () => Promise.resolve(),
  };
}
