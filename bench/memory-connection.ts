import { Duplex } from "node:stream";

/** A connection to an `http.Server` without a network. The server's own parser reads the requests. */
export class MemoryConnection extends Duplex {
  #received: Buffer[] = [];
  #resolve: (response: Buffer) => void = () => {};

  /** Sends the bytes of a request. Resolves to the bytes of the response. */
  ask(request: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.push(request);
    });
  }

  override _read(): void {}

  /** Closes the connection together with the server, as clients do. */
  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  /** Ends a response that the server breaks off: what has come of it is all there is. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#resolve(Buffer.concat(this.#received));
    done(error);
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#received.push(chunk);
    const response = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    if (isComplete(response)) {
      this.#received = [];
      this.#resolve(response);
    }
    done();
  }
}

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("0\r\n\r\n");

function isComplete(response: Buffer): boolean {
  const end = response.indexOf(headEnd);
  if (end < 0) return false;
  const head = response.toString("latin1", 0, end).toLowerCase();
  const at = head.indexOf("\r\ncontent-length: ");
  if (at < 0) return response.subarray(-5).equals(lastChunk);
  return response.length >= end + headEnd.length + Number.parseInt(head.slice(at + 18), 10);
}
