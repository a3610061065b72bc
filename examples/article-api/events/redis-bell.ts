import { Redis } from "ioredis";
import type { Bell } from "./bell.ts";

const channel = "articles:changed";

/** Connects a bell with those of the other instances, over Redis. It fails silently, because each instance also looks by itself. */
export function redisBell(url: string, bell: Bell) {
  const options = { connectTimeout: 1_000, retryStrategy: () => 1_000 };
  const publisher = new Redis(url, { ...options, commandTimeout: 1_000, maxRetriesPerRequest: 0 });
  const subscriber = new Redis(url, { ...options, maxRetriesPerRequest: null });
  for (const client of [publisher, subscriber]) client.on("error", () => {});

  subscriber.on("message", () => bell.ring());
  // Rings of the time without a connection are lost.
  subscriber.on("ready", () => bell.ring());
  subscriber.subscribe(channel).catch(() => {});

  return {
    ring() {
      bell.ring();
      publisher.publish(channel, "").catch(() => {});
    },
    close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
