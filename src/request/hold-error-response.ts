import type { Response } from "express";
import { isErrorStatus } from "../errors/status.ts";
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

/**
 * Watches a response that has not begun. If it becomes an error response of a type that the watcher holds, nothing of
 * it is sent. Every other response passes unchanged. Middleware that replaces the methods of the response afterwards
 * notices no difference.
 */
export function holdErrorResponse(res: Response, watcher: ErrorResponseWatcher): void {
  if (!(key in res)) Object.assign(res, { [key]: new Watch(res, watcher) }, watchedMethods);
}

const key: unique symbol = Symbol.for("express-backstop.errorResponse");
interface Watched extends Response {
  readonly [key]: Watch;
}

type Method = (this: Watched, ...args: unknown[]) => unknown;
type MethodName = "writeHead" | "flushHeaders" | "write" | "end";

type Methods = Readonly<Record<MethodName, Method>>;

/** The methods that begin a response, shared by all watched responses. */
const watchedMethods: Methods = {
  writeHead(...args) {
    const watch = this[key];
    if (watch.state === "undecided") watch.decide(Number(args[0]), headersOfHead(args));
    return watch.state === "passes" ? watch.below.writeHead.apply(this, args) : this;
  },
  flushHeaders(...args) {
    const watch = this[key];
    return watch.begin() === "passes" ? watch.below.flushHeaders.apply(this, args) : undefined;
  },
  write(...args) {
    const watch = this[key];
    if (watch.begin() === "passes") return watch.below.write.apply(this, args);
    watch.keep(args);
    return true;
  },
  end(...args) {
    const watch = this[key];
    if (watch.begin() === "passes") return watch.below.end.apply(this, args);
    watch.keep(args);
    watch.end();
    return this;
  },
};

const methodNames = Object.keys(watchedMethods) as readonly MethodName[];

/** How far a response is. What arrives for one that was replaced, from a middleware that delays it, is ignored. */
type WatchState = "undecided" | "passes" | "held" | "replaced";

class Watch implements HeldResponse {
  state: WatchState = "undecided";
  /** The methods of the response from before. */
  readonly below: Methods;
  readonly #res: Response;
  readonly #watcher: ErrorResponseWatcher;
  readonly #forget: () => void;
  #body: HeldBody | undefined;
  #status = 0;
  #contentType: string | undefined;

  constructor(res: Response, watcher: ErrorResponseWatcher) {
    // They are called with the arguments that their replacements get.
    const { writeHead, flushHeaders, write, end } = res as unknown as Methods;
    this.below = { writeHead, flushHeaders, write, end };
    this.#res = res;
    this.#watcher = watcher;
    this.#forget = rememberHeld(res, this);
  }

  get waits(): boolean {
    return this.state === "held";
  }

  /** Decides at the head of the response, when every other middleware has had its say. */
  decide(status: number, headers: readonly GivenHeader[]): void {
    const contentType = this.#contentTypeOf(headers);
    if (!this.#isHeld(status, contentType)) {
      this.#pass();
      return;
    }
    this.state = "held";
    this.#status = status;
    this.#contentType = contentType;
    setHeadersOfHead(this.#res, headers);
  }

  /** Decides at the first byte, if nothing has called for a head before. */
  begin(): WatchState {
    if (this.state !== "undecided") return this.state;
    const { statusCode } = this.#res;
    // Other middleware may act on the head, as one that stores a session or compresses does.
    if (this.#isHeld(statusCode, this.#contentTypeOf([]))) this.#res.writeHead(statusCode);
    else this.#pass();
    return this.state;
  }

  /** Keeps the arguments of `write` or `end` for the record. */
  keep(args: readonly unknown[]): void {
    this.#body ??= new HeldBody();
    this.#body.add(args);
    invokeCallback(args);
  }

  end(): void {
    if (this.state !== "held") return;
    const { bytes = 0, text = "" } = this.#body ?? {};
    const isEncoded = this.#res.hasHeader("content-encoding");
    this.#restore();
    this.#watcher.onEnd({
      status: this.#status,
      contentType: this.#contentType,
      bytes,
      text: bytes > 0 && !isEncoded ? text : undefined,
    });
  }

  release(): boolean {
    if (this.state === "undecided") this.#pass();
    else if (this.state !== "held") return false;
    else if (this.#isInOtherHands()) this.#restore();
    else this.#pass();
    return true;
  }

  /** Whether another middleware has begun to compress the response, or may have put off its end. */
  #isInOtherHands(): boolean {
    return this.#res.hasHeader("content-encoding") || hasAppEnded(this.#res) !== false;
  }

  #isHeld(status: number, contentType: string | undefined): boolean {
    return isErrorStatus(status) && this.#watcher.holds(mediaTypeOf(contentType));
  }

  #contentTypeOf(headers: readonly GivenHeader[]): string | undefined {
    const given = headers.findLast(([name]) => name.toLowerCase() === "content-type")?.[1];
    // Node accepts a list with one type, too.
    const [type] = [given ?? this.#res.getHeader("content-type")].flat();
    return typeof type === "string" ? type : undefined;
  }

  #pass(): void {
    this.state = "passes";
    this.#forget();
  }

  /** Restores the methods of the response from before: those that other middleware made afterwards have done their work. */
  #restore(): void {
    this.state = "replaced";
    this.#forget();
    for (const name of methodNames) {
      Reflect.deleteProperty(this.#res, name);
      // Another middleware had made its own before.
      if (Reflect.get(this.#res, name) !== this.below[name]) {
        Object.assign(this.#res, { [name]: this.below[name] });
      }
    }
    forgetEnd(this.#res);
  }
}

function mediaTypeOf(contentType = ""): string {
  return contentType.split(";", 1).join("").trim().toLowerCase();
}
