const maximumText = 1000;

/** The body of a response that was not sent: its size, and as much of its text as a record can show. */
export class HeldBody {
  /** The number of bytes. */
  bytes = 0;
  readonly #beginning: Buffer[] = [];

  /** Adds the arguments of `write` or `end`: a chunk, perhaps, and its encoding. */
  add([chunk, encoding]: readonly unknown[]): void {
    const bytes = toBytes(chunk, encoding);
    if (this.bytes < maximumText) {
      // Copied, because a handler may go on using its buffer.
      this.#beginning.push(Buffer.from(bytes.subarray(0, maximumText - this.bytes)));
    }
    this.bytes += bytes.length;
  }

  /** The first 1,000 bytes as UTF-8. */
  get text(): string {
    return Buffer.concat(this.#beginning).toString();
  }
}

function toBytes(chunk: unknown, encoding: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk !== "string") return new Uint8Array();
  return Buffer.from(
    chunk,
    typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8",
  );
}
