/** The text of a body, or what was read until the reading failed. */
interface Body {
  readonly text: string;
  /** What the reading failed with, where it did; streams may fail with undefined. */
  readonly error?: unknown;
}

/** Reads a body, and no more of it than the bound; never rejects. */
export async function readBody(response: Response, maximumBytes: number): Promise<Body> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    // A body that was read already throws here.
    const reader = response.body?.getReader();
    if (!reader) return { text: "" };
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode() };
      bytes += value.byteLength;
      if (bytes > maximumBytes) {
        reader.cancel().catch(() => {});
        return { text, error: new RangeError(`The body exceeds ${maximumBytes} bytes.`) };
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    return { text, error };
  }
}
