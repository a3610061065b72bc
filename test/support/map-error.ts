import type { Request } from "express";
import type { ErrorMapper, FieldError } from "express-backstop";
import { serverResponse } from "./server-response.ts";

/** The parts of a request that mappers read. */
export interface RequestMembers {
  /** Default: GET. */
  readonly method?: string;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly originalUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Creates a request as Node does, with what Express and body-parser add to it. */
export function requestWith({ headers, ...parts }: RequestMembers = {}): Request {
  return Object.assign(serverResponse(headers).req, { originalUrl: "/", query: {}, ...parts });
}

/** The result of a mapper: the status, the code, and the fields as far as they are known. */
export interface Mapped {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly errors: readonly FieldError[];
  readonly errorCount: number | undefined;
  readonly context: unknown;
  readonly cause: unknown;
  /** Everything that the client may see, as JSON. */
  readonly shown: string;
}

/** Returns what a mapper makes of an error in a request; undefined if the mapper does not know the error. */
export function mapError(
  mapper: ErrorMapper,
  thrown: unknown,
  request: RequestMembers = {},
): Mapped | undefined {
  const error = mapper(thrown, requestWith(request));
  if (!error) return undefined;
  const { status, code, title, message, headers, errors = [], errorCount, extensions } = error;
  const shown = JSON.stringify({ title, message, headers, errors, errorCount, extensions });
  return {
    status,
    code,
    message,
    errors,
    errorCount,
    shown,
    context: error.context,
    cause: error.cause,
  };
}

/** Returns the fields at fault as texts such as `body #/title required`, or the status if there are none. */
export function blamed(
  mapper: ErrorMapper,
  thrown: unknown,
  request: RequestMembers = {},
): readonly string[] | number | undefined {
  const mapped = mapError(mapper, thrown, request);
  if (!mapped || mapped.errors.length === 0) return mapped?.status;
  return mapped.errors.map((field) => `${field.in} ${field.pointer} ${field.code}`);
}
