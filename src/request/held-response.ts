import type { Response } from "express";

/** A response that waits before it is sent: for a check, or for its end. */
export interface HeldResponse {
  /** Whether the response is decided and waits now; false while it may still come to that. */
  readonly waits: boolean;
  /**
   * Lets writes through again. Returns false if that has happened already, because the error middleware took over the
   * response.
   */
  readonly release: () => boolean;
}

const key: unique symbol = Symbol.for("express-backstop.held");
interface Holder {
  [key]?: HeldResponse | undefined;
}

/** Returns true if a response is decided, but waits. */
export function isHeld(res: Response): boolean {
  return (res as Holder)[key]?.waits === true;
}

/** Releases a response that is held, for the error middleware, which then decides what is sent. */
export function releaseHeld(res: object | null | undefined): void {
  const holder: Holder | null | undefined = res;
  while (holder?.[key]?.release());
}

/** Remembers that a response is held, and returns a function that forgets it. */
export function rememberHeld(res: Response, held: HeldResponse): () => void {
  const holder = res as Holder;
  const outer = holder[key];
  holder[key] = held;
  return () => {
    holder[key] = outer;
  };
}
