import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";

/** A server-sent event. */
export interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** An open stream of server-sent events. */
export interface EventStream extends AsyncDisposable {
  readonly status: number;
  readonly headers: Headers;
  /** Everything that has arrived. */
  text(): string;
  /** The events that have arrived, without those that have no data. */
  events(): readonly ReceivedEvent[];
  /** Resolves when the stream ends. */
  readonly ended: Promise<void>;
}

/** Opens a stream and reads it until it ends or is disposed of. */
export async function openEvents(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  let text = "";
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? [])
        text += decoder.decode(chunk, { stream: true });
    } catch {
      // The connection is broken, or the test has seen enough.
    }
  };
  const ended = read();
  return {
    status: response.status,
    headers: response.headers,
    text: () => text,
    events: () => text.split("\n\n").slice(0, -1).flatMap(toEvent),
    ended,
    async [Symbol.asyncDispose]() {
      controller.abort();
      await ended;
    },
  };
}

/** A reader of events that connects again as browsers do, with the id of the last event. */
export interface EventReader extends AsyncDisposable {
  /** The ids of the events that have arrived, in order, each as often as it has arrived. */
  readonly ids: readonly string[];
}

/** Reads events until it is disposed of, and resolves when the first stream has begun. */
export async function followEvents(url: string): Promise<EventReader> {
  const ids: string[] = [];
  const closing = new AbortController();
  let place = "";

  async function readOne(): Promise<void> {
    await using stream = await openEvents(url, place === "" ? {} : { "last-event-id": place });
    let seen = 0;
    for (let isOpen = true; isOpen && !closing.signal.aborted;) {
      isOpen = await Promise.race([stream.ended.then(() => false), sleep(20, true)]);
      const events = stream.events();
      for (const { id } of events.slice(seen)) ids.push((place = id));
      seen = events.length;
      place ||= /^id: (\d+)$/m.exec(stream.text())?.[1] ?? "";
    }
  }

  async function read(): Promise<void> {
    while (!closing.signal.aborted) {
      // A server that is away is asked again.
      await readOne().catch(() => sleep(200));
    }
  }

  const reading = read();
  await vi.waitUntil(() => place !== "", { timeout: 10_000 });
  return {
    ids,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await reading;
    },
  };
}

function toEvent(block: string): ReceivedEvent[] {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const data = fields.get("data");
  if (data === undefined) return [];
  const { id = "", event = "message" } = Object.fromEntries(fields);
  return [{ id, event, data: JSON.parse(data) as unknown }];
}
