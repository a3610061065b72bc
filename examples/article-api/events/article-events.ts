import type { Follower } from "../articles/change.ts";
import type { Database } from "../database/database.ts";
import { errors } from "../errors.ts";
import { createBell } from "./bell.ts";
import { appendEvent, type ArticleEvent, readBounds, readEvents } from "./event-log.ts";
import { redisBell } from "./redis-bell.ts";

/** The options of `articleEvents`. */
export interface EventsOptions {
  /** The Redis server that tells of changes by other instances. Default: none, and they are noticed a second later. */
  readonly redisUrl?: string | undefined;
  /** The milliseconds after which something is sent, so that clients and proxies know that the stream lives. Default: 15,000. */
  readonly heartbeat?: number;
}

/** The changes of articles as streams of server-sent events. */
export interface ArticleEvents extends Follower {
  /**
   * Returns a stream after an event, or after the newest one. It ends when the signal aborts or the server closes.
   *
   * @throws `service_unavailable` if there are too many streams
   */
  stream(after: string | undefined, signal: AbortSignal): AsyncGenerator<string, void>;
  /** Ends all streams. Their clients connect again, to another instance. */
  close(): void;
}

const maximumStreams = 1_000;
const eventsAtOnce = 100;

/**
 * Creates the events of articles. They are rows that are committed together with the change. Redis says only that there is
 * something to read, so no event is lost or sent twice, whatever happens to Redis.
 */
export function articleEvents(
  database: Database,
  { redisUrl, heartbeat = 15_000 }: EventsOptions = {},
): ArticleEvents {
  const bell = createBell();
  const remote = redisUrl === undefined ? undefined : redisBell(redisUrl, bell);
  // Also notices what other instances have written while Redis was away.
  const poll = setInterval(() => bell.ring(), redisUrl === undefined ? 1_000 : 5_000).unref();
  const reads = new Map<string, Promise<ArticleEvent[]>>();
  let streams = 0;
  const closing = new AbortController();

  /** Streams at the same place, which are most, share a query, unless it began before the bell rang. */
  function readAfter(id: string) {
    const key = `${id} ${bell.rings()}`;
    const shared =
      reads.get(key) ?? readEvents(database, id, eventsAtOnce).finally(() => reads.delete(key));
    reads.set(key, shared);
    return shared;
  }

  async function* stream(after: string | undefined, signal: AbortSignal) {
    if (streams >= maximumStreams) throw errors.service_unavailable();
    streams += 1;
    try {
      const { oldest, newest } = await readBounds(database);
      let position = after ?? newest;
      yield `retry: 2000\nid: ${position}\n\n`;
      if (BigInt(position) < BigInt(oldest) - 1n || BigInt(position) > BigInt(newest)) {
        // What is missing is gone, or the client comes from another database.
        position = newest;
        yield `id: ${position}\nevent: reset\ndata: {}\n\n`;
      }
      let quietUntil = Date.now() + heartbeat;
      while (!closing.signal.aborted && !signal.aborted) {
        const seen = bell.rings();
        const events = await readAfter(position);
        for (const { id, type, article } of events) {
          yield `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(article)}\n\n`;
          position = id;
        }
        if (events.length > 0) {
          quietUntil = Date.now() + heartbeat;
          continue;
        }
        await bell.wait(seen, quietUntil - Date.now(), signal);
        if (Date.now() < quietUntil) continue;
        yield ":\n\n";
        quietUntil = Date.now() + heartbeat;
      }
    } finally {
      streams -= 1;
    }
  }

  return {
    record: appendEvent,
    committed: () => (remote ?? bell).ring(),
    stream,
    close() {
      closing.abort();
      clearInterval(poll);
      bell.ring();
      remote?.close();
    },
  };
}
