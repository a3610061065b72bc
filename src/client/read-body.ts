/** The text of a body. If reading failed, the text up to that point. */
interface Body {
  readonly text: string;
  /** The error, present only if reading failed. A stream may fail with undefined. */
  readonly error?: unknown;
}

/** Reads the body of a response up to a maximum size. Never rejects. */
export async function readBody(response: Response, maximumBytes: number): Promise<Body> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    // Throws if the body was already read.
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
