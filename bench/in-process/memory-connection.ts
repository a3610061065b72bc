import { Duplex } from "node:stream";
import { isWhole } from "../whole-answer.ts";

/** A connection to an `http.Server` without a network: what is sent is read by the server's own parser. */
export class MemoryConnection extends Duplex {
  readonly remoteAddress = "127.0.0.1";
  readonly remotePort = 1;
  readonly encrypted = false;
  #received: Buffer[] = [];
  #answered: (answer: Buffer) => void = () => {};

  /** Sends the bytes of a request; `answered` gets all of the answer. */
  ask(request: Buffer, answered: (answer: Buffer) => void): void {
    this.#answered = answered;
    this.push(request);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#receive(chunk);
    done();
  }

  override _writev(chunks: { readonly chunk: Buffer }[], done: () => void): void {
    for (const { chunk } of chunks) this.#receive(chunk);
    done();
  }

  // The server sets these on every connection.
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    const answer = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    if (!isWhole(answer)) return;
    this.#received = [];
    this.#answered(answer);
  }
}
