import type { Request } from "express";
import type { Failure } from "../errors/failure.ts";
import type { Redact } from "../inspect/redact.ts";
import type { ProblemDetails } from "./problem.ts";
import type { ProblemSerializer, Rendering } from "./serialize.ts";

/** The part of the option `debug` that decides about responses. */
export interface DeveloperView {
  /** Returns true if the client of a request may see the details of a failure. */
  admits(req: Request): boolean;
  /** Creates the function that masks secrets, those of a request included. May throw. */
  redactor(req: Request): Redact;
  /**
   * Renders a failure with its details as a page or as text, if the client prefers one of them to JSON; otherwise
   * returns undefined. May throw.
   *
   * @param problem The problem as other clients get it.
   * @param serialize Makes its body.
   */
  render(
    failure: Failure,
    problem: ProblemDetails,
    req: Request,
    serialize: ProblemSerializer | undefined,
  ): Rendering | undefined;
}
