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
