import type { Request, Response } from "express";
import type { ProblemDetails } from "./problem.ts";

/** A problem that is a part of a response. */
export interface Presented {
  readonly problem: ProblemDetails;
  /** The problem in the format of the app, as plain data. */
  readonly body: unknown;
}

/** Presents and reports one of several failures of a request, whose response goes on. */
export type Presenter = (this: void, thrown: unknown, req: Request, res: Response) => Presented;

/** The property of the error middleware with its presenter. */
export const presentKey: unique symbol = Symbol.for("express-backstop.present");

const key: unique symbol = Symbol.for("express-backstop.presented");
interface Holder {
  [key]?: Set<object>;
}

/** Remembers that an error of a request was recorded as a part; returns false if it was before. Of primitive values, each is new. */
export function isFirstPart(req: Request, thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return true;
  const holder = req as Holder;
  const known = (holder[key] ??= new Set());
  if (known.has(thrown)) return false;
  known.add(thrown);
  return true;
}
