import type { NextFunction } from "express";
import {
  checkOptions,
  describeReceived,
  isObject,
  type OptionCheck,
  trueOrFalse,
} from "../misuse/check-options.ts";
import { inDevelopment } from "../misuse/development.ts";
import { declareErrors } from "../request/declared-errors.ts";
import type { OpenApiReference, OpenApiResponse } from "./document.ts";

/** An error of a catalog: one of the factories of `defineErrors`. */
export interface DeclaredError {
  /** The stable code. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The constant title. */
  readonly title: string;
}

/** What is said of an operation: its errors, and the members of OpenAPI's Operation Object. */
export interface OperationDetails {
  /** The errors the operation answers with, besides those that any may. Default: nothing is declared. */
  readonly errors?: readonly DeclaredError[];
  /** Leaves the operation out of the document. Default: false. */
  readonly hidden?: boolean;
  /** What it does, in a few words. */
  readonly summary?: string;
  /** What it does, in CommonMark. */
  readonly description?: string;
  /** What it is listed under. Those of the router and of the route add up. */
  readonly tags?: readonly string[];
  /** Its name in generated clients. Default: made of method and path, `getArticlesById`. */
  readonly operationId?: string;
  /** Whether clients should stop using it. */
  readonly deprecated?: boolean;
  /** The security schemes it demands; `[]` for none. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  /** Parameters besides those of `validate`, or in their stead. */
  readonly parameters?: readonly ({ readonly name: string; readonly in: string } & Readonly<
    Record<string, unknown>
  >)[];
  /** The body, in the stead of that of `validate`. */
  readonly requestBody?: Readonly<Record<string, unknown>>;
  /** Responses besides those of `validate` and of `errors`, or in their stead: `{ 204: { description: "Deleted" } }`. */
  readonly responses?: Readonly<Record<number | string, OpenApiResponse | OpenApiReference>>;
  /** Where to read more. */
  readonly externalDocs?: Readonly<Record<string, unknown>>;
  /** Extensions of OpenAPI. */
  readonly [extension: `x-${string}`]: unknown;
}

/** A middleware that only passes on, and carries what was said. */
export type OperationMarker = (req: object, res: unknown, next: NextFunction) => void;

/**
 * Says of a route what OpenAPI cannot read off it: the errors it answers with, a summary, tags. It stands first among
 * the handlers of the route; mounted with `use`, it speaks for all routes after it.
 *
 * Unless NODE_ENV is `production`, an answer with an error that is not among the declared is named in a process
 * warning, and its record is `undeclared`; it is sent all the same.
 *
 * @param details The errors, and members of the Operation Object.
 *
 * @throws {TypeError} When a member is none, or an error is not of a catalog.
 *
 * @example
 * app.get(
 *   "/articles/:id",
 *   operation({ summary: "Read an article", errors: [errors.article_not_found] }),
 *   validate({ params: ArticleId, response: { 200: Article } }),
 *   asyncHandler(async (req, res) => { … }),
 * );
 */
export function operation(details: OperationDetails): OperationMarker {
  checkDetails(details);
  const codes = inDevelopment() ? details.errors?.map(({ code }) => code) : undefined;

  function operation(req: object, _res: unknown, next: NextFunction): void {
    if (codes) declareErrors(req, codes);
    next();
  }
  return Object.defineProperty(operation, detailsKey, { value: Object.freeze({ ...details }) });
}

/** Gives what a handler says of its operation; undefined for one that is no `operation`. */
export function detailsOf(handler: unknown): OperationDetails | undefined {
  if (typeof handler !== "function") return undefined;
  return (handler as { readonly [detailsKey]?: OperationDetails })[detailsKey];
}

const detailsKey = Symbol.for("express-backstop.operation");

const aText: OptionCheck = ["a text", (value) => typeof value === "string"];
const anArray: OptionCheck = ["an array", Array.isArray];
const anObject: OptionCheck = ["an object", isObject];

const checks: Readonly<Record<string, OptionCheck>> = {
  errors: ["an array, for instance [errors.article_not_found]", Array.isArray],
  hidden: trueOrFalse,
  summary: aText,
  description: aText,
  tags: [
    "an array of texts",
    (value) => Array.isArray(value) && value.every((tag) => typeof tag === "string"),
  ],
  operationId: aText,
  deprecated: trueOrFalse,
  security: anArray,
  parameters: anArray,
  requestBody: anObject,
  responses: anObject,
  externalDocs: anObject,
};

function checkDetails(details: OperationDetails): void {
  if (!isObject(details)) {
    throw new TypeError(
      `operation: details must be an object, got ${describeReceived(details)}. Write operation({ errors: [errors.article_not_found] }).`,
    );
  }
  // OpenAPI lets an operation have any member of such a name.
  const named = Object.entries(details).filter(([name]) => !name.startsWith("x-"));
  checkOptions("operation", Object.fromEntries(named), checks);
  for (const [index, error] of (details.errors ?? []).entries()) {
    if (isDeclared(error)) continue;
    throw new TypeError(
      `operation: errors[${index}] must be an error of a catalog, got ${describeReceived(error)}. Write errors.article_not_found, without a call.`,
    );
  }
}

function isDeclared(error: unknown): boolean {
  const { code, status } = { ...(error as Partial<DeclaredError> | undefined) };
  return typeof error === "function" && typeof code === "string" && typeof status === "number";
}
