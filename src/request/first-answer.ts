import type { Response } from "express";

const places = new WeakMap<object, Error>();

/** Remembers, for development, where in the code a response was answered. */
export function watchFirstAnswer(res: Response): void {
  // Emitted within end(), so the stack leads to whoever called it.
  res.once("prefinish", () => places.set(res, new Error("The first answer was sent here")));
}

/** Gives the place where a response was answered, if it was watched. */
export function firstAnswerOf(res: object): Error | undefined {
  return places.get(res);
}
