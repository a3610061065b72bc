import type { Response } from "express";
import { isErrorStatus } from "../errors/status.ts";
import { isEndingNatively } from "../express/ending-natively.ts";
import { type GivenHeader, headersOfHead, setHeadersOfHead } from "./head-headers.ts";
import { HeldBody } from "./held-body.ts";
import { type HeldResponse, rememberHeld } from "./held-response.ts";
import { invokeCallback } from "./invoke-callback.ts";
import { forgetEnd, hasAppEnded } from "./response-end.ts";

/** An error response that was not sent. Its headers are still those of the response, from which another can be sent. */
export interface HeldErrorResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  /** The number of bytes of its body. */
  readonly bytes: number;
  /** The beginning of its body; undefined if the body is empty or encoded. */
  readonly text: string | undefined;
}

/** Decides which error responses are held, and receives those that were. */
export interface ErrorResponseWatcher {
  /** Returns true if error responses of a media type are held; it is in lower case, and "" for a response without one. */
  readonly holds: (mediaType: string) => boolean;
  /** Receives a held response when the app has ended it. */
  readonly onEnd: (held: HeldErrorResponse) => void;
}

/** A method of a response, called with the arguments that its replacement gets. */
export type WriterMethod = (this: Response, ...args: unknown[]) => unknown;

/** The methods that begin a response. */
export type WriterMethods = Readonly<
  Record<"writeHead" | "flushHeaders" | "write" | "end", WriterMethod>
>;

const methodNames = ["writeHead", "flushHeaders", "write", "end"] as const;

/** How far a response is. What arrives for one that was replaced, from a middleware that delays it, is ignored. */
type WatchState = "undecided" | "passes" | "held" | "replaced";

/** Follows one response whose methods were replaced. */
export class ErrorResponseWatch implements HeldResponse {
  /** The watchers, in the order in which they are asked. */
  readonly watchers: ErrorResponseWatcher[];
  readonly #res: Response;
  readonly #replacements: WriterMethods;
  /** The methods from before. */
  readonly #below: WriterMethods;
  readonly #forget: () => void;
  #state: WatchState = "undecided";
  #isEmpty = false;
  #watcher: ErrorResponseWatcher | undefined;
  #status = 0;
  #contentType: string | undefined;
  #body: HeldBody | undefined;

  constructor(res: Response, watchers: ErrorResponseWatcher[], replacements: WriterMethods) {
    const { writeHead, flushHeaders, write, end } = res as unknown as WriterMethods;
    this.#below = { writeHead, flushHeaders, write, end };
    this.#res = res;
    this.#replacements = replacements;
    this.watchers = watchers;
    this.#forget = rememberHeld(res, this);
  }

  get waits(): boolean {
    return this.#state === "held";
  }

  /** Decides at the head, when every other middleware has had its say. Returns true if no head may be written. */
  holdsHead(args: readonly unknown[]): boolean {
    if (this.#state !== "undecided") return this.#state !== "passes";
    const headers = headersOfHead(args);
    const contentType = this.#contentTypeOf(headers);
    const status = toStatus(args[0]);
    const watcher = this.#watcherOf(status, contentType);
    // A method of Node that a middleware has kept from before cannot do without its head.
    if (!watcher || isEndingNatively(this.#res)) return false;
    // It throws what writeHead would throw, and then nothing is decided.
    setHeadersOfHead(this.#res, headers);
    this.#state = "held";
    this.#watcher = watcher;
    this.#status = status;
    this.#contentType = contentType;
    return true;
  }

  /** Decides at the first byte, if nothing has called for a head before. Returns true if nothing may be written. */
  holdsBody(isEmpty = false): boolean {
    if (this.#state !== "undecided") return this.#state !== "passes";
    const { statusCode } = this.#res;
    this.#isEmpty = isEmpty && !Number(this.#res.getHeader("content-length"));
    // Other middleware may act on the head, as one that stores a session or compresses does.
    if (this.#watcherOf(toStatus(statusCode), this.#contentTypeOf([]))) {
      this.#res.writeHead(statusCode);
    }
    return this.waits;
  }

  /** Calls a method from before. From then on the response passes, unless the method fails before the head. */
  pass(name: keyof WriterMethods, args: readonly unknown[]): unknown {
    const isFirst = this.#state === "undecided";
    this.#state = "passes";
    try {
      return Reflect.apply(this.#below[name], this.#res, args);
    } catch (error) {
      if (isFirst && !this.#res.headersSent) this.#state = "undecided";
      throw error;
    } finally {
      if (isFirst && this.#state === "passes") this.#leave();
    }
  }

  /** Keeps the arguments of `write` or `end` for the record, and returns the body so far. */
  keep(args: readonly unknown[]): HeldBody {
    const body = (this.#body ??= new HeldBody());
    body.add(args);
    invokeCallback(args);
    return body;
  }

  /** Ends a held response with the arguments of `end`, and calls `restart` before its watcher learns of it. */
  end(args: readonly unknown[], restart: () => void): void {
    const body = this.keep(args);
    if (this.#state !== "held") return;
    const { bytes, text } = body;
    const isEncoded = this.#res.hasHeader("content-encoding");
    this.#replace();
    restart();
    this.#watcher?.onEnd({
      status: this.#status,
      contentType: this.#contentType,
      bytes,
      text: bytes > 0 && !isEncoded ? text : undefined,
    });
  }

  release(): boolean {
    if (this.#state === "replaced" || this.#state === "passes") return false;
    if (this.#state === "held" && this.#isInOtherHands()) this.#replace();
    else {
      this.#state = "passes";
      this.#leave();
    }
    return true;
  }

  /** Whether another middleware has begun to compress the response, or may have put off its end. */
  #isInOtherHands(): boolean {
    return this.#res.hasHeader("content-encoding") || hasAppEnded(this.#res) !== false;
  }

  #watcherOf(status: number, contentType = ""): ErrorResponseWatcher | undefined {
    if (!isErrorStatus(status)) return undefined;
    const mediaType = contentType.split(";", 1).join("").trim().toLowerCase();
    return this.watchers.find(({ holds }) => holds(mediaType) || (this.#isEmpty && holds("")));
  }

  #contentTypeOf(headers: readonly GivenHeader[]): string | undefined {
    const given = headers.findLast(([name]) => name.toLowerCase() === "content-type")?.[1];
    // Node accepts a list with one type, too.
    const [type] = [given ?? this.#res.getHeader("content-type")].flat();
    return typeof type === "string" ? type : undefined;
  }

  /** Restores the methods that no other middleware has replaced meanwhile: they have nothing more to do. */
  #leave(): void {
    this.#forget();
    const current = this.#res as unknown as WriterMethods;
    for (const name of methodNames) {
      // Not deleted: V8 slows down each later access to an object that has lost a member.
      if (current[name] === this.#replacements[name]) {
        Object.assign(this.#res, { [name]: this.#below[name] });
      }
    }
  }

  /** Removes all methods that were made since, with what they have begun: those of other middleware have done their work. */
  #replace(): void {
    this.#state = "replaced";
    this.#forget();
    for (const name of methodNames) this.#restore(name);
    forgetEnd(this.#res);
    this.#res.removeHeader("content-encoding");
    // Over HTTP/1, this also removes those that were added.
    this.#res.addTrailers({});
  }

  #restore(name: keyof WriterMethods): void {
    Reflect.deleteProperty(this.#res, name);
    // Another middleware had made its own before.
    if (Reflect.get(this.#res, name) !== this.#below[name]) {
      Object.assign(this.#res, { [name]: this.#below[name] });
    }
  }
}

/** Converts a status as Node does, which takes texts and fractions. */
function toStatus(status: unknown): number {
  return Math.trunc(Number(status));
}
